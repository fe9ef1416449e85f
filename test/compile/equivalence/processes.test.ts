import { describeChapter } from './describe-chapter.js';
import { processes } from './projects/processes.js';

describeChapter(processes);

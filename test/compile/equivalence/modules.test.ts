import { describeChapter } from './describe-chapter.js';
import { modules } from './projects/modules.js';

describeChapter(modules);

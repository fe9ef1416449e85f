import { describeChapter } from './describe-chapter.js';
import { files } from './projects/files.js';

describeChapter(files);

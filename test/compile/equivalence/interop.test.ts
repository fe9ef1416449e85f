import { describeChapter } from './describe-chapter.js';
import { interop } from './projects/interop.js';

describeChapter(interop);

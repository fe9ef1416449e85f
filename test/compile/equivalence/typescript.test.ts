import { describeChapter } from './describe-chapter.js';
import { typeScript } from './projects/typescript.js';

describeChapter(typeScript);

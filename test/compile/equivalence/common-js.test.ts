import { describeChapter } from './describe-chapter.js';
import { commonJs } from './projects/common-js.js';

describeChapter(commonJs);

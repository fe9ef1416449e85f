import { describeChapter } from './describe-chapter.js';
import { decorators } from './projects/decorators.js';

describeChapter(decorators);

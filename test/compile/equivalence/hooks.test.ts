import { describeChapter } from './describe-chapter.js';
import { hooks } from './projects/hooks.js';

describeChapter(hooks);

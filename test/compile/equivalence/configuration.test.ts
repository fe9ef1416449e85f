import { describeChapter } from './describe-chapter.js';
import { configuration } from './projects/configuration.js';

describeChapter(configuration);

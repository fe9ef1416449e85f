import { describeChapter } from './describe-chapter.js';
import { packages } from './projects/packages.js';

describeChapter(packages);

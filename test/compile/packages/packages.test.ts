import { describeChapter } from '../equivalence/describe-chapter.js';
import { installPackages } from './install.js';
import { realPackages } from './projects.js';

describeChapter(realPackages, installPackages);

import { projectFiles } from '../../../src/scaffold/project-files.js';
import type { Project } from '../../../src/scaffold/project.js';

export const sampleProject: Project = {
  folder: '/somewhere/my-consumer',
  stream: 'orders',
  application: 'Orders',
  region: 'eu-west-1',
  packageManager: 'npm',
  template: 'basic',
};

/** Gives the content of each file of a new project. */
export async function fileReader(choice: Partial<Project> = {}): Promise<(file: string) => string> {
  const files = await projectFiles({ ...sampleProject, ...choice });
  return (file) => {
    const content = files.get(file);
    if (content === undefined) throw new Error(`${file} is no file of the project`);
    return content;
  };
}

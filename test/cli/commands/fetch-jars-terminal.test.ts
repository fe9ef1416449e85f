import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { jarProject } from '../../maven/support/jar-project.js';
import { startMavenServer } from '../../maven/support/maven-server.js';
import { cli } from '../../support/run-cli.js';

const inTerminal = fileURLToPath(new URL('../../support/in-terminal.py', import.meta.url));

/** What `fetch-jars` writes on a terminal of these widths, one after the other, while a server takes its time. */
async function fetchOn(...columns: number[]): Promise<{ exitCode: number | undefined; written: string }> {
  const project = await jarProject([20_000]);
  const { url } = await startMavenServer(project.files, async ({ response, content }) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 10_000));
    await wait(500);
    response.end(content.subarray(10_000));
  });
  const program = [process.execPath, cli, 'fetch-jars', '--maven-repo', url, '--jars-lock', project.lockFile];
  const { exitCode, stdout } = await execa('python3', [inTerminal, columns.join(), ...program], {
    env: { ...project.env, TERM: 'xterm' },
    extendEnv: false,
    reject: false,
  });
  return { exitCode, written: stdout };
}

describe('the progress of fetch-jars on a terminal', () => {
  it('is a line that is drawn over and over where the terminal has a width', async () => {
    const { exitCode, written } = await fetchOn(80);
    expect(exitCode).toBe(0);
    expect(written).toContain('\x1b[?25l');
    expect(written).toMatch(/fetched 1 jar /);
  });

  it('is not drawn where nobody has told the terminal how wide it is', async () => {
    const { exitCode, written } = await fetchOn(0);
    expect(written).not.toContain('\x1b');
    expect(written).toMatch(/fetched 1 jar /);
    expect(exitCode).toBe(0);
  });

  it.each([[[80, 0]], [[1, 0]]])('ends with the fetch, at widths of %j', async (columns) => {
    const { exitCode, written } = await fetchOn(...columns);
    expect(written.length).toBeLessThan(50_000);
    expect(written).toMatch(/fetched 1 jar /);
    expect(exitCode).toBe(0);
  });
});

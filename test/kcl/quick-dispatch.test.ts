import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { quickDispatchJar } from '../../src/kcl/quick-dispatch.js';
import { daemonClassPath } from '../maven/support/daemon-jars.js';

const settings = 'software/amazon/kinesis/coordinator/CoordinatorConfig.class';

describe('the jar that makes the KCL move its shard consumers on sooner', () => {
  it('holds the class of its settings as it is in the jar of the lock, but for the one number', async () => {
    const stock = await kclJar();
    const quick = quickDispatchJar(stock);
    expect(quick).toBeDefined();
    const files = unzipSync(quick ?? new Uint8Array());
    expect(Object.keys(files)).toEqual([settings]);
    const before = hex(unzipSync(stock)[settings]);
    const after = hex(files[settings]);
    expect(after).not.toBe(before);
    expect(after).toBe(before.replace(longConstant(1000), longConstant(100)));
  });

  it('is the same each time, for java takes its classes from an archive only with the very jar', async () => {
    const stock = await kclJar();
    expect(quickDispatchJar(stock)).toEqual(quickDispatchJar(stock));
  });

  it('is not made of a KCL in which the number is not where it is expected', async () => {
    const stock = unzipSync(await kclJar());
    const changed = hex(stock[settings]).replace(longConstant(1000), longConstant(2000));
    expect(quickDispatchJar(zipSync({ [settings]: Buffer.from(changed, 'hex') }))).toBeUndefined();
    expect(quickDispatchJar(zipSync({ 'another.class': new Uint8Array([1]) }))).toBeUndefined();
  });
});

async function kclJar(): Promise<Uint8Array> {
  const jars = await daemonClassPath();
  return await readFile(jars.find((file) => /^amazon-kinesis-client-\d/.test(basename(file))) ?? '');
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}

/** As a class file has it: the tag, and eight bytes. */
function longConstant(value: number): string {
  return `05${value.toString(16).padStart(16, '0')}`;
}

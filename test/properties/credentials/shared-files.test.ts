import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSharedFiles } from '../../../src/properties/credentials/shared-files.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

interface Files {
  readonly config?: string;
  readonly credentials?: string;
}

/** A home with these shared files. */
async function homeWith(files: Files): Promise<string> {
  const home = await temporaryFolder();
  await mkdir(join(home, '.aws'));
  for (const [name, text] of Object.entries<string>({ ...files }))
    await writeFile(join(home, '.aws', name), text);
  return home;
}

async function profilesIn(files: Files): Promise<Record<string, Record<string, string>>> {
  return asObject(await readSharedFiles({ env: {}, homedir: await homeWith(files) }));
}

function asObject(profiles: ReadonlyMap<string, ReadonlyMap<string, string>>) {
  return Object.fromEntries([...profiles].map(([name, settings]) => [name, Object.fromEntries(settings)]));
}

describe('the profiles of the shared AWS files', () => {
  it('are those of both, and what the credentials file says wins', async () => {
    const profiles = await profilesIn({
      config: '[default]\nregion = eu-west-1\n[profile dev]\nregion = eu-north-1\naws_access_key_id = old\n',
      credentials: '[dev]\naws_access_key_id = new\n[other]\naws_access_key_id = x\n',
    });
    expect(profiles).toEqual({
      default: { region: 'eu-west-1' },
      dev: { region: 'eu-north-1', aws_access_key_id: 'new' },
      other: { aws_access_key_id: 'x' },
    });
  });

  it('have values without the comments behind them', async () => {
    const config = '# mine\n[profile dev] # for work\nregion = eu-north-1 # Stockholm\nkey = a#b;c\n';
    expect(await profilesIn({ config })).toEqual({ dev: { region: 'eu-north-1', key: 'a#b;c' } });
  });

  it('are called profile in the config file, where a bare name is none', async () => {
    const config = '[dev]\nregion = eu-north-1\n[profile "quoted"]\nregion = eu-west-1\n';
    expect(await profilesIn({ config })).toEqual({ quoted: { region: 'eu-west-1' } });
  });

  it('keep sections of another kind and nested settings apart', async () => {
    const config =
      '[profile dev]\nsso_session = corp\nservices = mine\ns3 =\n  region = us-east-1\n[sso-session corp]\nsso_region = eu-west-1\n[services mine]\nkinesis =\n  endpoint_url = http://localhost:1\n';
    const { dev, ...others } = await profilesIn({ config });
    expect(dev).toEqual({ sso_session: 'corp', services: 'mine', 's3.region': 'us-east-1' });
    expect(Object.keys(others)).toEqual(['sso-session.corp', 'services.mine']);
  });

  it('may lie where the variables say, also below the home', async () => {
    const homedir = await homeWith({ config: '[default]\nregion = eu-west-1\n' });
    const elsewhere = await homeWith({
      config: '[default]\nregion = eu-north-1\n',
      credentials: '[default]\naws_access_key_id = x\n',
    });
    const env = {
      AWS_CONFIG_FILE: join(elsewhere, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(elsewhere, '.aws', 'credentials'),
    };
    const expected = { default: { region: 'eu-north-1', aws_access_key_id: 'x' } };
    expect(asObject(await readSharedFiles({ env, homedir }))).toEqual(expected);
    expect(asObject(await readSharedFiles({ env, homedir: undefined }))).toEqual(expected);
    const below = { AWS_CONFIG_FILE: '~/.aws/config' };
    expect(asObject(await readSharedFiles({ env: below, homedir: elsewhere }))).toEqual(expected);
  });

  it('are none without a home, without files, and of files that cannot be read', async () => {
    expect(await readSharedFiles({ env: {}, homedir: undefined })).toEqual(new Map());
    expect(await profilesIn({})).toEqual({});
    const homedir = await homeWith({ credentials: '[dev]\naws_access_key_id = x\n' });
    await mkdir(join(homedir, '.aws', 'config'));
    expect(asObject(await readSharedFiles({ env: {}, homedir }))).toEqual({
      dev: { aws_access_key_id: 'x' },
    });
  });

  it('are read again when they have changed', async () => {
    const homedir = await homeWith({ config: '[default]\nregion = eu-west-1\n' });
    await readSharedFiles({ env: {}, homedir });
    await writeFile(join(homedir, '.aws', 'config'), '[default]\nregion = eu-north-1\n');
    const changed = await readSharedFiles({ env: {}, homedir });
    expect(asObject(changed)).toEqual({ default: { region: 'eu-north-1' } });
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Environment } from '../../context.js';

/** Empty where there is no proxy, never undefined: undici would look at the process's own environment. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/**
 * HTTP_PROXY, HTTPS_PROXY, NO_PROXY and ALL_PROXY in either case; then npm's settings, from the environment that npm
 * gives what it runs and from the project's and the user's .npmrc.
 */
export async function proxySettings({
  env,
  homedir,
  cwd,
}: Pick<Context, 'env' | 'homedir' | 'cwd'>): Promise<ProxySettings> {
  const folders = homedir === undefined ? [cwd] : [cwd, homedir];
  const files = await Promise.all(folders.map((folder) => npmrc(join(folder, '.npmrc'), env)));
  const npm = (key: string): string =>
    env[`npm_config_${key.replaceAll('-', '_')}`] ||
    files.map((file) => file.get(key)).find((value) => value && value !== 'null') ||
    '';
  const all = either(env, 'ALL_PROXY');
  const httpProxy = either(env, 'HTTP_PROXY') || npm('proxy') || all;
  return {
    httpProxy,
    // npm uses `proxy` for both when it has no https-proxy; HTTP_PROXY alone says nothing about https.
    httpsProxy: either(env, 'HTTPS_PROXY') || npm('https-proxy') || npm('proxy') || all,
    noProxy: either(env, 'NO_PROXY') || npm('noproxy'),
  };
}

function either(env: Environment, name: string): string {
  return env[name.toLowerCase()] || env[name] || '';
}

/** The `key = value` lines of an .npmrc; `${NAME}` is taken from the environment as npm does. */
async function npmrc(file: string, env: Environment): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*([^#;=[\]\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!key || value === undefined) continue;
    const bare = value.replace(/^(["'])(.*)\1$/, '$2');
    settings.set(
      key,
      bare.replace(/\$\{([^}]+)\}/g, (whole, name: string) => env[name] ?? whole),
    );
  }
  return settings;
}

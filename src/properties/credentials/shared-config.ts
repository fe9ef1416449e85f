/** The settings of a profile in the shared AWS files `~/.aws/config` and `~/.aws/credentials`, by lower-case name. */
export type ProfileSettings = ReadonlyMap<string, string>;

/**
 * The profiles of one of the shared AWS files. `[profile name]` and `[default]` of the config file and `[name]` of
 * the credentials file are all kept under `name`; sections of another kind (`[sso-session x]`) under their whole
 * title.
 */
export function parseSharedConfig(text: string): Map<string, ProfileSettings> {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) {
      const name = section.replace(/^profile\s+/, '').replace(/^(["'])(.*)\1$/, '$2');
      current = profiles.get(name) ?? new Map<string, string>();
      profiles.set(name, current);
      continue;
    }
    // An indented line belongs to the nested setting above it (`s3 =`), which has no key that matters here.
    const setting = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (setting?.[1] !== undefined) current?.set(setting[1].toLowerCase(), setting[2] ?? '');
  }
  return profiles;
}

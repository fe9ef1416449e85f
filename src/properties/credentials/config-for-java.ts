/**
 * The shared config file as java is to read it: the profiles of `aws login`, which the AWS SDK for Java 2.33 does not know,
 * get their credentials from a program. Undefined if it has none, and java can read the file itself.
 *
 * @param config the text of the user's file; what else is in it stays as it is
 * @param command the program for a profile, as a shell takes it
 */
export function configForJava(config: string, command: (profile: string) => string): string | undefined {
  let profile: string | undefined;
  const lines = config.split(/\r?\n/);
  const changed = lines.flatMap((line) => {
    profile = titleOf(line) ?? profile;
    const isLogin = profile !== undefined && /^login_session\s*=/i.test(line);
    return isLogin ? [line, `credential_process = ${command(profile ?? '')}`] : [line];
  });
  return changed.length > lines.length ? changed.join('\n') : undefined;
}

function titleOf(line: string): string | undefined {
  const title = /^\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
  return title?.replace(/^profile\s+/, '').replace(/^(["'])(.*)\1$/, '$2');
}

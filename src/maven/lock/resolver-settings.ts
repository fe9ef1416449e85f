import type { ProxySettings } from '../fetch/proxy-settings.js';
import type { Repository } from '../repository.js';

/**
 * A settings.xml with which Maven's resolver goes where kcl-ts's own downloads go: through the same proxy, to the
 * named repositories instead of Maven Central and of those that POMs name.
 */
export function resolverSettings(repositories: readonly Repository[], proxy: ProxySettings): string {
  const ids = repositories.map((_, index) => `kcl-ts-${index}`);
  const others = ids.slice(1).map((id) => `!${id}`);
  const [first] = repositories;
  return [
    '<settings>',
    '<servers>',
    ...repositories.map((repository, index) => server(ids[index] ?? '', repository)),
    '</servers>',
    '<mirrors>',
    ...(first ? [mirror(ids[0] ?? '', first.url, ['*', ...others].join(','))] : []),
    '</mirrors>',
    '<proxies>',
    ...proxies(proxy),
    '</proxies>',
    ...(repositories.length > 1
      ? [
          '<profiles><profile><id>kcl-ts</id><repositories>',
          ...repositories
            .slice(1)
            .map(
              ({ url }, index) =>
                `<repository>${text('id', ids[index + 1] ?? '')}${text('url', url)}</repository>`,
            ),
          '</repositories></profile></profiles>',
          '<activeProfiles><activeProfile>kcl-ts</activeProfile></activeProfiles>',
        ]
      : []),
    '</settings>',
    '',
  ].join('\n');
}

function mirror(id: string, url: string, of: string): string {
  return `<mirror>${text('id', id)}${text('mirrorOf', of)}${text('url', url)}</mirror>`;
}

function server(id: string, { authorization }: Repository): string {
  if (authorization === undefined) return '';
  const header = `<property>${text('name', 'Authorization')}${text('value', authorization)}</property>`;
  return `<server>${text('id', id)}<configuration><httpHeaders>${header}</httpHeaders></configuration></server>`;
}

function proxies({ httpProxy, httpsProxy, noProxy }: ProxySettings): string[] {
  return [['http', httpProxy] as const, ['https', httpsProxy || httpProxy] as const].flatMap(
    ([protocol, address]) => {
      if (!address || !URL.canParse(address)) return [];
      const { hostname, port, username, password, protocol: own } = new URL(address);
      const direct = noProxy
        .split(/[\s,]+/)
        .filter(Boolean)
        .map((host) => (host.startsWith('.') ? `*${host}` : host));
      return [
        [
          '<proxy>',
          text('id', `kcl-ts-${protocol}`),
          text('active', 'true'),
          text('protocol', protocol),
          text('host', hostname),
          text('port', port || (own === 'https:' ? '443' : '80')),
          ...(username
            ? [text('username', decodeURIComponent(username)), text('password', decodeURIComponent(password))]
            : []),
          ...(direct.length > 0 ? [text('nonProxyHosts', direct.join('|'))] : []),
          '</proxy>',
        ].join(''),
      ];
    },
  );
}

function text(name: string, content: string): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}

import { describe, expect, it } from 'vitest';
import { parseRepository } from '../../../src/maven/repository.js';
import { resolverSettings } from '../../../src/maven/lock/resolver-settings.js';

const noProxy = { httpProxy: '', httpsProxy: '', noProxy: '' };

describe("the settings for Maven's resolver", () => {
  it('send everything to the first repository, with its credentials, and name the others', () => {
    const settings = resolverSettings(
      [parseRepository('https://me:a%26b@one.example/maven/'), parseRepository('https://two.example/m2')],
      noProxy,
    );
    expect(settings).toMatchInlineSnapshot(`
      "<settings>
      <servers>
      <server><id>kcl-ts-0</id><configuration><httpHeaders><property><name>Authorization</name><value>Basic bWU6YSZi</value></property></httpHeaders></configuration></server>

      </servers>
      <mirrors>
      <mirror><id>kcl-ts-0</id><mirrorOf>*,!kcl-ts-1</mirrorOf><url>https://one.example/maven</url></mirror>
      </mirrors>
      <proxies>
      </proxies>
      <profiles><profile><id>kcl-ts</id><repositories>
      <repository><id>kcl-ts-1</id><url>https://two.example/m2</url></repository>
      </repositories></profile></profiles>
      <activeProfiles><activeProfile>kcl-ts</activeProfile></activeProfiles>
      </settings>
      "
    `);
    expect(settings).not.toContain('a&b');
  });

  it("give it kcl-ts's proxy, with credentials and exceptions", () => {
    const proxy = {
      httpProxy: '',
      httpsProxy: 'http://me:p%40ss@proxy.example:3128',
      noProxy: 'localhost, .example.com',
    };
    expect(resolverSettings([], proxy)).toMatchInlineSnapshot(`
      "<settings>
      <servers>
      </servers>
      <mirrors>
      </mirrors>
      <proxies>
      <proxy><id>kcl-ts-https</id><active>true</active><protocol>https</protocol><host>proxy.example</host><port>3128</port><username>me</username><password>p@ss</password><nonProxyHosts>localhost|*.example.com</nonProxyHosts></proxy>
      </proxies>
      </settings>
      "
    `);
  });
});

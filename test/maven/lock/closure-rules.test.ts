import { describe, expect, it } from 'vitest';
import { closurePom } from '../../../src/maven/lock/closure-pom.js';
import { closureRequest, patched } from '../../../src/maven/lock/closure-rules.js';
import { formatCoordinates, parseCoordinates, type Coordinates } from '../../../src/maven/coordinates.js';
import { additions, exclusions, patches } from '../../../src/maven/lock/selection.js';

const daemon = one('software.amazon.kinesis:amazon-kinesis-client-multilang:3.1.3');
const published = [
  'software.amazon.awssdk:sts:2.33.0',
  'software.amazon.awssdk:apache-client:2.33.0',
  'io.netty:netty-common:4.1.124.Final',
  'io.netty:netty-tcnative-classes:2.0.1.Final',
  'ch.qos.logback:logback-core:1.3.14',
].map(one);
const none = { overrides: [], additions: [] };

describe('the rules for the class path', () => {
  it('add the modules of the SDK in the version of the closure', () => {
    const { roots } = closureRequest(daemon, published, none);
    expect(roots.map(formatCoordinates)).toContain('software.amazon.awssdk:sso:2.33.0');
  });

  it('move only versions of their line, and only to newer ones', () => {
    expect(patched(published).map(formatCoordinates)).toEqual([
      'io.netty:netty-common:4.1.140.Final',
      'ch.qos.logback:logback-core:1.3.16',
    ]);
    expect(
      patched(['io.netty:netty-common:4.1.999.Final', 'io.netty:netty-common:4.2.1.Final'].map(one)),
    ).toEqual([]);
  });

  it("give way to a project's override", () => {
    const overrides = [one('io.netty:netty-common:4.1.130.Final'), one('software.amazon.awssdk:sso:2.33.5')];
    const { managed, roots } = closureRequest(daemon, published, { ...none, overrides });
    expect(managed.map(formatCoordinates)).toEqual([
      'ch.qos.logback:logback-core:1.3.16',
      'io.netty:netty-common:4.1.130.Final',
      'software.amazon.awssdk:sso:2.33.5',
    ]);
    expect(roots.map(formatCoordinates)).toContain('software.amazon.awssdk:sso:2.33.5');
  });

  it('let a project bring back what they exclude', () => {
    const extra = one('software.amazon.awssdk:apache-client:2.33.0');
    const request = closureRequest(daemon, published, { ...none, additions: [extra] });
    expect(request.roots).toContainEqual(extra);
  });

  it("keep Apache's client where version 1 of the SDK needs it", () => {
    const withSdk1 = [...published, one('com.amazonaws:aws-java-sdk-core:1.12.405')];
    const excluded = (jars: readonly Coordinates[]) => closureRequest(daemon, jars, none).excluded;
    expect(excluded(published)).toContain('software.amazon.awssdk:apache-client');
    expect(excluded(withSdk1)).not.toContain('software.amazon.awssdk:apache-client');
  });

  it('each give a reason', () => {
    for (const rule of [...exclusions, ...additions, ...patches]) {
      expect(rule.reason.length, rule.artifact).toBeGreaterThan(20);
    }
  });

  it('reach Maven as a POM', () => {
    const request = {
      roots: [daemon, { ...one('g:alone:1'), alone: true as const }],
      managed: [one('g:m:2')],
      excluded: ['g:x'],
    };
    expect(closurePom(one('kcl-ts:closure:1'), request)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <project>
      <modelVersion>4.0.0</modelVersion>
      <groupId>kcl-ts</groupId>
      <artifactId>closure</artifactId>
      <version>1</version>
      <packaging>pom</packaging>
      <dependencyManagement>
      <dependencies>
      <dependency>
      <groupId>g</groupId>
      <artifactId>m</artifactId>
      <version>2</version>
      </dependency>
      </dependencies>
      </dependencyManagement>
      <dependencies>
      <dependency>
      <groupId>software.amazon.kinesis</groupId>
      <artifactId>amazon-kinesis-client-multilang</artifactId>
      <version>3.1.3</version>
      <exclusions>
      <exclusion>
      <groupId>g</groupId>
      <artifactId>x</artifactId>
      </exclusion>
      </exclusions>
      </dependency>
      <dependency>
      <groupId>g</groupId>
      <artifactId>alone</artifactId>
      <version>1</version>
      <exclusions>
      <exclusion>
      <groupId>*</groupId>
      <artifactId>*</artifactId>
      </exclusion>
      </exclusions>
      </dependency>
      </dependencies>
      </project>
      "
    `);
  });
});

function one(text: string): Coordinates {
  const coordinates = parseCoordinates(text);
  if (!coordinates) throw new Error(text);
  return coordinates;
}

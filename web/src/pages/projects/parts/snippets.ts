/** How an application is connected, by platform: what is typed in a terminal, what is pasted where. One row for each platform. */
import type { Row } from '../../../lib/words.svelte';
import { projects as words } from '../../../words/projects';

/** What a DSN is made of. */
export interface Dsn {
  dsn: string;
  key: string;
  /** `https://erros.exemplo.com.br` */
  origin: string;
}

export function readDsn(dsn: string): Dsn {
  const url = new URL(dsn);
  return { dsn, key: url.username, origin: `${url.protocol}//${url.host}` };
}

/** `Loja Virtual` → `loja-virtual`, for names of releases. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 40) || 'app';
}

export interface Filling extends Dsn {
  release: string;
  /** A remark in the reader's language: that a line can be deleted. */
  remove: string;
}

export interface Platform {
  /** As it stands in a project's `platform`, by Sentry's names. */
  id: string;
  name: string | Row;
  install?: string;
  /** The file that `install` belongs into; a terminal otherwise. */
  installFile?: string;
  /** The file it belongs into; where the application starts otherwise. */
  file?: string;
  terminal?: true;
  /** The sign of comments, for colours. */
  comment: '#' | '//';
  code: (at: Filling) => string;
}

const options = (at: Filling, equals: string, indent: string, end = ',') =>
  [`dsn${equals}"${at.dsn}"`, `environment${equals}"production"`, `release${equals}"${at.release}"`]
    .map((line) => `${indent}${line}${end}`)
    .join('\n');

// prettier-ignore
export const PLATFORMS: Platform[] = [
  { id: 'python', name: 'Python', install: 'pip install sentry-sdk', comment: '#', code: (at) =>
`import sentry_sdk

sentry_sdk.init(
${options(at, '=', '    ')}
)
1 / 0  # ${at.remove}` },
  { id: 'django', name: 'Django', install: 'pip install sentry-sdk', file: 'settings.py', comment: '#', code: (at) =>
`import sentry_sdk

sentry_sdk.init(
${options(at, '=', '    ')}
)
sentry_sdk.capture_message("Django")  # ${at.remove}` },
  { id: 'node', name: 'Node.js', install: 'npm install @sentry/node', comment: '//', code: (at) =>
`const Sentry = require("@sentry/node");

Sentry.init({
${options(at, ': ', '  ')}
});
Sentry.captureException(new Error("Node.js")); // ${at.remove}` },
  { id: 'javascript', name: words.browser, install: 'npm install @sentry/browser', comment: '//', code: (at) =>
`import * as Sentry from "@sentry/browser";

Sentry.init({
${options(at, ': ', '  ')}
});
Sentry.captureException(new Error("browser")); // ${at.remove}` },
  { id: 'php', name: 'PHP', install: 'composer require sentry/sentry', comment: '//', code: (at) =>
`require __DIR__ . "/vendor/autoload.php";

\\Sentry\\init([
    "dsn" => "${at.dsn}",
    "environment" => "production",
    "release" => "${at.release}",
]);
\\Sentry\\captureMessage("PHP"); // ${at.remove}` },
  { id: 'laravel', name: 'Laravel', install: `composer require sentry/sentry-laravel`, file: '.env', comment: '#', code: (at) =>
`SENTRY_LARAVEL_DSN="${at.dsn}"
SENTRY_ENVIRONMENT="production"
SENTRY_RELEASE="${at.release}"
# php artisan sentry:test` },
  { id: 'go', name: 'Go', install: 'go get github.com/getsentry/sentry-go', file: 'main.go', comment: '//', code: (at) =>
`package main

import (
	"log"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	err := sentry.Init(sentry.ClientOptions{
		Dsn:         "${at.dsn}",
		Environment: "production",
		Release:     "${at.release}",
	})
	if err != nil {
		log.Fatal(err)
	}
	defer sentry.Flush(2 * time.Second)
	sentry.CaptureMessage("Go") // ${at.remove}
}` },
  { id: 'ruby', name: 'Ruby', install: 'gem install sentry-ruby', comment: '#', code: (at) =>
`require "sentry-ruby"

Sentry.init do |config|
  config.dsn = "${at.dsn}"
  config.environment = "production"
  config.release = "${at.release}"
  config.background_worker_threads = 0  # ${at.remove}
end
Sentry.capture_message("Ruby")  # ${at.remove}` },
  { id: 'java', name: 'Java', install: 'implementation("io.sentry:sentry:8.+")', installFile: 'build.gradle', file: 'Main.java', comment: '//', code: (at) =>
`import io.sentry.Sentry;

public class Main {
    public static void main(String[] args) {
        Sentry.init(options -> {
            options.setDsn("${at.dsn}");
            options.setEnvironment("production");
            options.setRelease("${at.release}");
        });
        Sentry.captureMessage("Java"); // ${at.remove}
    }
}` },
  { id: 'csharp', name: '.NET', install: 'dotnet add package Sentry', file: 'Program.cs', comment: '//', code: (at) =>
`using Sentry;

using var sentry = SentrySdk.Init(options =>
{
    options.Dsn = "${at.dsn}";
    options.Environment = "production";
    options.Release = "${at.release}";
});
SentrySdk.CaptureMessage(".NET"); // ${at.remove}` },
  { id: 'other', name: 'curl', terminal: true, comment: '#', code: curl },
];

/** A report without any SDK; also the way to try whether a machine reaches the service. */
export function curl(at: Dsn): string {
  return `curl -X POST '${at.origin}/api/v1/errors' \\
  -H 'Authorization: Bearer ${at.key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"title":"curl","level":"error","environment":"production"}'`;
}

/** The row of a project's platform, which may be any text: `python-flask` is Python. */
export function platformOf(id: string | null): Platform | undefined {
  if (!id) return undefined;
  const wanted = id.toLowerCase();
  const exact = PLATFORMS.find((one) => one.id === wanted || String(one.name).toLowerCase() === wanted);
  return exact ?? PLATFORMS.find((one) => wanted.startsWith(`${one.id}-`));
}

import { fake, isDummy, tryPattern, type Detector } from '../detector.ts';
import type { Span } from '../detector-notes.ts';
import { isPublished, isRandom, isReference, isStandIn } from '../value-shape.ts';
import { decodeText } from './wrapped.ts';

const STAND_INS =
  /^(?:pass(?:word|wd|wort)?|pwd|secret|user(?:name)?|token|x-oauth-basic|xxx+|\*+|\.+|_?auth|key|foo|bar|test|example|changeme|your[-_]?\w*|my[-_]?pass\w*|pw)$/i;

/** Addresses and headers that carry their own key. */
export const URLS: readonly Detector[] = [
  {
    id: 'url-password',
    label: 'URL_PASSWORD',
    kind: 'secret',
    source:
      'RFC 3986 userinfo; secretlint rules basicauth, database-connection-string; detect-secrets basic_auth; trufflehog uri',
    literals: ['://'],
    locate: urlPassword,
    examples: () => [
      ['postgres://app:pa55' + 'word@db.corp/x', 'pa55' + 'word'],
      ['mongodb+srv://root:Xk9%21' + 'pQ@cluster0.ab1.mongodb.net/x', 'Xk9%21' + 'pQ'],
      ['redis://:r3d1s' + 'Pw@cache:6379/0', 'r3d1s' + 'Pw'],
      ['https://bot:' + fake('hex', 20) + '@git.corp/a.git', fake('hex', 20)],
      ['amqp://u:p@ss' + '/w0rd@mq:5672/', 'p@ss' + '/w0rd'],
    ],
    counterexamples: () => [
      'postgres://user:password@localhost/db',
      'https://example.com:8080/path@2x.png',
      'postgres://app:${DB_PASSWORD}@db/x',
      'https://user:<password>@host',
      'http://[::1]:3000/@scope/x',
    ],
  },
  {
    id: 'url-user-token',
    label: 'URL_TOKEN',
    kind: 'secret',
    source: 'docs.sentry.io: DSN; docs.github.com: tokens as user names',
    literals: ['://'],
    locate: urlUserToken,
    examples: () => [['https://' + fake('hex', 32) + '@o123456.ingest.sentry.io/7654321', fake('hex', 32)]],
    counterexamples: () => [
      'ssh://git@github.com/owner/repo.git',
      'https://medium.com/@someone/a-title-0123456789abcdef',
    ],
  },
  {
    id: 'authorization-header',
    label: 'AUTHORIZATION',
    kind: 'secret',
    source: 'RFC 6750, RFC 7617; gitleaks curl-auth-header',
    literals: ['bearer ', 'bearer%20', 'token ', 'apikey ', 'digest '],
    locate: tryPattern(
      /(?<![A-Za-z])(?:[Bb]earer|BEARER|(?<=[Aa]uthorization["']?\s{0,2}[:=,]\s{0,2}["'`]?)(?:[Tt]oken|[Aa]pi[Kk]ey|[Dd]igest))(?: {1,4}|%20)(?:token=)?"?(?<value>[A-Za-z0-9._~+/-]{12,4000}={0,2})/y,
      (value) =>
        !isDummy(value) && (/\d/.test(value) || value.endsWith('=')) && !/^[a-z]+(?:[-_./][a-z0-9]+)+$/.test(value),
    ),
    examples: () => [
      ['Authorization: Bearer abcdefghijklmnop' + '1234', 'abcdefghijklmnop' + '1234'],
      ["'Authorization': 'token " + fake('hex', 40) + "'", fake('hex', 40)],
    ],
    counterexamples: () => ['Authorization: Bearer ${token}', 'uses Bearer authentication-scheme', 'Bearer <token>'],
  },
  {
    id: 'basic-credentials',
    label: 'AUTHORIZATION',
    kind: 'secret',
    source: 'RFC 7617: user and password in base64; secretlint rule basicauth; detect-secrets basic_auth',
    literals: ['basic ', 'basic%20'],
    locate: tryPattern(
      /(?<![A-Za-z])(?:[Bb]asic|BASIC)(?: {1,4}|%20)(?<value>[A-Za-z0-9+/_-]{6,2000}={0,2})/y,
      (value) => !isPublished(value) && /^[^:]*:./.test(decodeText(value, 0, value.length) ?? ''),
    ),
    examples: () => [['curl -H "Authorization: Basic YWxhZGRpbjpPcGVuU2V' + 'zYW1l"', 'YWxhZGRpbjpPcGVuU2V' + 'zYW1l']],
    counterexamples: () => ['a Basic understanding123 of it', 'Authorization: Basic ${credentials}'],
  },
  {
    id: 'curl-user',
    label: 'CURL_PASSWORD',
    kind: 'secret',
    source: 'gitleaks curl-auth-user',
    literals: [' -u ', ' --user ', ' --user=', ' --proxy-user '],
    locate: tryPattern(
      / (?:-u|--(?:proxy-)?user)[ =]["']?[^\s:"'$<{%]{1,100}:(?<value>[^\s"'$<{]{4,200})(?=["'\s]|$)/y,
      (value) => !STAND_INS.test(value) && !isReference(value) && !/^\d+$/.test(value),
    ),
    examples: () => [['curl -u admin:s3cr' + '3tPw https://x.test', 's3cr' + '3tPw']],
    counterexamples: () => [
      'curl -u user:password https://x.test',
      'docker run -u 1000:1000 image',
      'curl -u "$USER:$PASS" x',
    ],
  },
  {
    id: 'data-source-name',
    label: 'CONNECTION_PASSWORD',
    kind: 'secret',
    source: 'go-sql-driver/mysql: DSN; docs.oracle.com: JDBC thin URLs, SQL*Plus',
    literals: ['@tcp(', '@unix(', 'jdbc:oracle:', 'sqlplus ', 'rman target '],
    locate: dataSource,
    examples: () => [
      ['sql.Open("mysql", "root:kk4' + 'Lz!9@tcp(db:3306)/shop")', 'kk4' + 'Lz!9'],
      ['jdbc:oracle:thin:scott/Tg9' + 'mm2@//ora:1521/ORCL', 'Tg9' + 'mm2'],
      ['sqlplus system/Mn8' + 'q_1@ORCL', 'Mn8' + 'q_1'],
    ],
    counterexamples: () => [
      'fmt.Sprintf("%s:%s@tcp(%s)/%s", u, p, h, d)',
      'jdbc:oracle:thin:@//ora:1521/ORCL',
      'sqlplus /nolog',
    ],
  },
  {
    id: 'docker-auth',
    label: 'AUTHORIZATION',
    kind: 'secret',
    source: 'docs.docker.com: config.json; docs.npmjs.com: _auth',
    literals: ['"auth"', '_auth'],
    locate: tryPattern(
      /"?_?auth"?[ \t]{0,3}[:=][ \t]{0,3}["']?(?<value>[A-Za-z0-9+/_-]{8,2000}={0,2})(?=["'\s]|$)/y,
      (value) => /^[\w.@$-]{1,80}:./.test(decodeText(value, 0, value.length) ?? ''),
    ),
    examples: () => [['{"auths":{"h":{"auth":"dTpaazRx' + 'IW1tMg=="}}}', 'dTpaazRx' + 'IW1tMg==']],
    counterexamples: () => ['"auth": "required1"', 'npm_auth=authenticated'],
  },
  {
    id: 'pgpass-line',
    label: 'CONNECTION_PASSWORD',
    kind: 'secret',
    source: 'postgresql.org/docs: the password file',
    literals: [':5432:', ':5433:', ':6432:', ':*:*:'],
    locate: tryPattern(
      /(?::\d{4}|:\*):[\w*.-]{1,63}:[\w*.@-]{1,63}:(?<value>[^\s:"'$<{]{4,200})(?=\r?\n|$)/y,
      (value) => !isStandIn(value) && !isReference(value),
    ),
    examples: () => [['db.corp:5432:*:app:Wk7' + '!zmm2\n', 'Wk7' + '!zmm2']],
    counterexamples: () => ['host:5432:db:user:password', '"5432:5432"'],
  },
  {
    id: 'sql-password',
    label: 'PASSWORD',
    kind: 'secret',
    source: 'SQL: CREATE USER, ALTER ROLE of MySQL, PostgreSQL, SQL Server, Oracle',
    literals: ['identified by ', 'identified with ', 'password for ', 'with password'],
    locate: tryPattern(
      /(?:identified (?:by|with \w{1,40} (?:by|as))(?: password)?|password for \S{1,100} ?=|with (?:encrypted )?password ?=?) {0,2}(?:N?['"])(?<value>[^'"\n]{4,200})/iy,
      (value) => !STAND_INS.test(value) && !isReference(value),
    ),
    examples: () => [["CREATE USER 'app'@'%' IDENTIFIED BY 'Zk4" + "p!mm2';", 'Zk4' + 'p!mm2']],
    counterexamples: () => ["CREATE USER app IDENTIFIED BY 'password'", 'ALTER ROLE app WITH PASSWORD $1'],
  },
  {
    id: 'session-cookie',
    label: 'SESSION_COOKIE',
    kind: 'secret',
    source: 'names of session cookies of PHP, Java, ASP.NET, Express, Laravel, Django, Rails',
    literals: [
      'sessionid=',
      'session_id=',
      'phpsessid=',
      'jsessionid=',
      'connect.sid=',
      'sessid=',
      '.sid=',
      'asp.net_sessionid=',
      'laravel_session=',
      'remember_token=',
      '_session=',
      'aspxauth=',
      'authcookie=',
      'next-auth.session-token=',
      'session-token=',
    ],
    locate: tryPattern(
      /[\w.-]{1,40}=(?<value>[A-Za-z0-9%._~+/:-]{16,4000}={0,2})/y,
      (value) => /\d/.test(value) && /[A-Za-z]/.test(value) && !isReference(value) && isRandom(value),
    ),
    examples: () => [['Cookie: PHPSESSID=' + fake('lowerAlnum', 26) + '; theme=dark', fake('lowerAlnum', 26)]],
    counterexamples: () => ['document.cookie = "sessionid=" + id', 'session_id=session_name_of_ours'],
  },
  {
    id: 'connection-string-password',
    label: 'CONNECTION_PASSWORD',
    kind: 'secret',
    source: 'ADO.NET, ODBC, OLE DB and JDBC connection strings; secretlint rule database-connection-string',
    literals: ['password=', 'pwd=', 'passwd=', 'password = ', 'pwd = '],
    locate: tryPattern(
      /(?<=[;?&]\s{0,4}(?:[Uu]ser |[Tt]rust [Ss]tore )?)(?:[Pp]assword|PASSWORD|[Pp]wd|PWD|[Pp]asswd) ?= ?(?:\{)?(?<value>[^;&"'\s}<>$]{3,200})/y,
      (value) => !STAND_INS.test(value) && !isReference(value),
    ),
    examples: () => [
      ['Server=db;Database=shop;User Id=sa;Password=Pq7' + 'x!m;Encrypt=yes', 'Pq7' + 'x!m'],
      ['jdbc:postgresql://db/shop?user=app&password=Mz3' + 'kk2&ssl=true', 'Mz3' + 'kk2'],
    ],
    counterexamples: () => ['Server=db;User Id=sa;Password=<password>;', 'x?user=a&password=password'],
  },
];

/** The password in `scheme://user:password@host`. */
function urlPassword(text: string, start: number, end: number): Span | null {
  if (!/[A-Za-z0-9+.-]/.test(text.charAt(start - 1))) return null;
  let at = -1;
  let colon = -1;
  let slash = -1;
  for (let i = end; i < text.length && i - end < 400; i++) {
    const c = text.charCodeAt(i);
    // White space, quotes, angle brackets, backquote, backslash, comma and bracket end the place of user and host.
    if (c <= 32 || c === 34 || c === 39 || c === 60 || c === 62 || c === 96 || c === 92) break;
    if (c === 64) at = i;
    else if (c === 58 && colon < 0) colon = i;
    else if ((c === 47 || c === 63 || c === 35) && slash < 0) {
      slash = i;
      // In addresses of the Web the path begins here; in those of databases people leave signs unescaped.
      if (colon < 0 || /^https?$/i.test(/[A-Za-z0-9+.-]{1,12}$/.exec(text.slice(start - 12, start))?.[0] ?? '')) break;
      if (/^:\d{0,5}$/.test(text.slice(colon, i))) break;
    }
  }
  if (colon < 0 || at <= colon + 2) return null;
  const value = text.slice(colon + 1, at);
  if (STAND_INS.test(value) || isReference(value) || /^[%$]|^:|\$\{|\{\{|\*{3}|\.{3}/.test(value)) return null;
  if (!/[A-Za-z0-9\[$]/.test(text.charAt(at + 1))) return null;
  return { start: colon + 1, end: at };
}

/** A long random user name with no password: `https://token@host`. */
function urlUserToken(text: string, start: number, end: number): Span | null {
  const match = /^[A-Za-z0-9_-]{20,256}(?=@[A-Za-z0-9])/.exec(text.slice(end, end + 260));
  if (match === null || start === 0 || !isRandom(match[0])) return null;
  return { start: end, end: end + match[0].length };
}

/** The password in `user:password@tcp(host)`, `thin:user/password@host` and `sqlplus user/password@host`. */
function dataSource(text: string, start: number, end: number): Span | null {
  if (text.charAt(start) === '@') {
    const lead = text.slice(Math.max(0, start - 160), start);
    const value = /(?:^|["'`=\s])[\w.-]{1,60}:(?<value>[^\s"'`]{3,90})$/.exec(lead)?.groups?.['value'];
    return value === undefined || isStandIn(value) || isReference(value) || value.includes('%')
      ? null
      : { start: start - value.length, end: start };
  }
  const match = /^(?:thin:|oci:)?["']?[\w$#]{1,60}\/(?<value>[^\s"'@/$<{]{3,90})(?=@)/.exec(text.slice(end, end + 170));
  const value = match?.groups?.['value'];
  if (match === null || value === undefined || isStandIn(value) || isReference(value)) return null;
  return { start: end + match[0].length - value.length, end: end + match[0].length };
}

import type { Random } from './random.ts';

/** Passwords as people choose them, and as they let programs choose them. */
export const PASSWORDS: readonly ((r: Random) => string)[] = [
  (r) =>
    `${r.pick(['Summer', 'Winter', 'Autumn', 'Sommer', 'Verano', 'January', 'Monday'])}${String(2015 + r.int(12))}${r.pick(['!', '!!', '#', '?', '', '$', '.'])}`,
  (r) =>
    `${r.pick(['correct', 'purple', 'silent', 'brave', 'tiger'])}-${r.pick(['horse', 'monkey', 'river', 'piano'])}-${r.pick(['battery', 'staple', 'window', 'candle'])}${r.pick(['', '-rocket', '-garden', '-42'])}`,
  (r) =>
    r.pick([
      'hunter2',
      'letmein1',
      'qwerty123',
      'dragon99',
      'abc123xyz',
      'zaq12wsx',
      '1q2w3e4r',
      'trustno1',
      'starwars77',
    ]),
  (r) =>
    r.pick(['P@ssw0rd', 'Pa$$w0rd', 'p4ssw0rd', 'Passw0rd!', 'Adm1n!', 'r00tMe!', 'S3cr3t!', 'Welc0me!', 'W3lcome#']) +
    r.pick(['', '1', '12', '2023', '!', '99']),
  (r) =>
    `${r.pick(['Rex', 'Bella', 'Luna', 'Coco', 'Felix', 'Marco', 'Sofia'])}${r.pick(['', '_', '-', '.', '@', '#'])}${String(1950 + r.int(75))}`,
  (r) => r.pick(['Tr0ub4dor&3', 'Xk9#mP2$vL', 'g7!Kp_2qRz', 'aB3$dE6^gH', 'M0nk3y*Tree', 'H3ll0-W0rld!', 'L0ng&H4rd']),
  (r) => r.text('alnum', 8 + r.int(9)),
  (r) => r.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@#%^*_-+=?.', 10 + r.int(12)),
  (r) => r.text('lower', 5) + r.digits(4),
  (r) => r.text('upnum', 10),
  (r) => r.digits(6 + r.int(6)),
  (r) => r.pick(['bluesky', 'orangejuice', 'mycatluna', 'ilovecoffee', 'thunderbolt', 'chocolate', 'sunshine']),
  (r) =>
    `${r.pick(['Blue', 'Green', 'Happy', 'Crazy'])}${r.pick(['Panda', 'Tiger', 'Falcon', 'Ninja'])}${r.digits(1 + r.int(4))}`,
  (r) =>
    r.pick(['postgres', 'mysql', 'redis', 'oracle', 'admin', 'tomcat', 'rabbit']) +
    r.pick(['123', '2024', '@123', '!', '#2023', '-pw1']),
  (r) => r.pick(['müller2020!', 'пароль123', 'contraseña9', 'Café#1999', '日本2024!', 'größe77']),
];

/** Names that such passwords stand under. */
export const PASSWORD_NAMES: readonly string[] = (
  'password db_password db_pass pwd passwd user_password admin_password admin_pwd root_password mysql_root_password ' +
  'postgres_password smtp_password smtp_pass mail_password ldap_bind_password keystore_password key_pass store_password ' +
  'redis_password ftp_password login_password passphrase ssh_passphrase wifi_password default_password test_user_password ' +
  'db_pwd sa_password master_password vault_password basic_auth_password proxy_password rabbitmq_default_pass app_passwd ' +
  'encryption_password truststore_password new_password initial_password jdbc_password svc_account_pwd'
).split(' ');

/** One that needs no escapes anywhere. */
export function chosen(r: Random): string {
  return r.pick([
    () => r.text('alnum', 12 + r.int(12)),
    () => `${r.text('alnum', 8)}${r.pick(['!', '_', '-', '.', '*'])}${r.text('alnum', 4)}`,
    () => `${r.pick(['Summer', 'Winter', 'Verano'])}${String(2015 + r.int(12))}${r.pick(['!', '.', ''])}`,
    () => r.pick(['P@ssw0rd', 'Adm1n!', 'W3lcome*', 'r00tMe!']).replace('@', '4') + r.digits(2),
    () => r.text('lower', 5) + r.digits(4),
  ])();
}

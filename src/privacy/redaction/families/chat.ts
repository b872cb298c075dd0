import type { NumericDetector } from '../number-groups.ts';
import { fake, fakeUuid, named, token, UUID, type Detector } from '../detector.ts';

/** Chat and social networks. */
export const CHAT: readonly Detector[] = [
  token({
    id: 'slack-bot-token',
    label: 'SLACK_TOKEN',
    begins: ['xoxb-'],
    shape: 'xoxb-[A-Za-z0-9-]{10,250}',
    source: 'gitleaks slack-bot-token; secretlint rule slack',
    example: () => `xoxb-${fake('digits', 12)}-${fake('digits', 13)}-${fake('alnum', 24)}`,
  }),
  token({
    id: 'slack-user-token',
    label: 'SLACK_TOKEN',
    begins: ['xoxp-', 'xoxe-', 'xwfp-'],
    shape: '(?:xox[pe]|xwfp)-[A-Za-z0-9-]{10,250}',
    source: 'gitleaks slack-user-token',
    example: () => `xoxp-${fake('digits', 12)}-${fake('digits', 12)}-${fake('digits', 12)}-${fake('hex', 32)}`,
  }),
  token({
    id: 'slack-legacy-token',
    label: 'SLACK_TOKEN',
    begins: ['xoxo-', 'xoxs-', 'xoxa-', 'xoxr-'],
    shape: 'xox[osar]-[A-Za-z0-9-]{8,250}',
    source: 'gitleaks slack-legacy-token, slack-legacy-workspace-token',
    example: () => `xoxs-${fake('digits', 10)}-${fake('digits', 10)}-${fake('digits', 10)}-${fake('hex', 10)}`,
  }),
  token({
    id: 'slack-config-token',
    label: 'SLACK_TOKEN',
    literals: ['xoxe-', 'xoxe.xox'],
    shape: 'xoxe(?:\\.xox[bp])?-\\d-[A-Za-z0-9]{100,200}',
    source: 'gitleaks slack-config-access-token, slack-config-refresh-token',
    example: () => 'xoxe-1-' + fake('upperAlnum', 146),
  }),
  token({
    id: 'slack-session-token',
    label: 'SLACK_TOKEN',
    begins: ['xoxc-', 'xoxd-'],
    shape: 'xox[cd]-[A-Za-z0-9%/+=-]{10,300}',
    source: 'trufflehog slack; tokens of the web client',
    example: () => `xoxc-${fake('digits', 12)}-${fake('digits', 12)}-${fake('hex', 64)}`,
  }),
  token({
    id: 'slack-app-token',
    label: 'SLACK_TOKEN',
    begins: ['xapp-'],
    shape: 'xapp-[A-Za-z0-9-]{10,250}',
    source: 'gitleaks slack-app-token',
    example: () => `xapp-1-A${fake('upperAlnum', 10)}-${fake('digits', 13)}-${fake('hex', 64)}`,
  }),
  token({
    id: 'slack-webhook',
    label: 'SLACK_WEBHOOK',
    literals: 'hooks.slack.com/',
    shape: 'hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{20,200}',
    source: 'gitleaks slack-webhook-url',
    example: () =>
      (() => {
        const v = `hooks.slack.com/services/T${fake('upperAlnum', 9)}/B${fake('upperAlnum', 9)}/${fake('alnum', 24)}`;
        return ['https://' + v, v] as const;
      })(),
    left: '(?<![A-Za-z0-9.-])',
  }),
  named({
    id: 'slack-signing-secret',
    label: 'SLACK_SIGNING_SECRET',
    names: ['slack_signing', 'slacksigning', 'slack_client_secret', 'slack_secret'],
    shape: '[a-f0-9]{32}',
    source: 'api.slack.com: verifying requests from Slack',
    example: () => fake('hex', 32),
  }),
  token({
    id: 'discord-webhook',
    label: 'DISCORD_WEBHOOK',
    literals: '/api/webhooks/',
    shape: '/api/webhooks/\\d{17,20}/[A-Za-z0-9_-]{60,80}',
    source: 'trufflehog discordwebhook',
    example: () =>
      (() => {
        const v = `/api/webhooks/${fake('digits', 18)}/${fake('base64Url', 68)}`;
        return ['https://discord.com' + v, v] as const;
      })(),
    left: '(?<=[dD]iscord(?:app)?\\.com)',
  }),
  token({
    id: 'discord-mfa-token',
    label: 'DISCORD_TOKEN',
    begins: ['mfa.'],
    shape: 'mfa\\.[A-Za-z0-9_-]{80,128}',
    source: 'discord.com/developers: token formats',
    example: () => 'mfa.' + fake('base64Url', 84),
  }),
  named({
    id: 'discord-client-secret',
    label: 'DISCORD_SECRET',
    names: 'discord',
    shape: '(?:[a-f0-9]{64}|[A-Za-z0-9_-]{32})',
    source: 'gitleaks discord-api-token, discord-client-secret',
    example: () => fake('base64Url', 32),
  }),
  token({
    id: 'telegram-bot-token',
    label: 'TELEGRAM_TOKEN',
    literals: ':aa',
    shape: '\\d{5,16}:AA[A-Za-z0-9_-]{30,90}',
    source: 'gitleaks telegram-bot-api-token; core.telegram.org/bots',
    example: () => `${fake('digits', 10)}:AA${fake('base64Url', 33)}`,
    lead: { chars: /\d/, max: 16 },
  }),
  token({
    id: 'teams-webhook',
    label: 'TEAMS_WEBHOOK',
    literals: ['.webhook.office.com/', 'outlook.office.com/webhook/'],
    shape: `(?:\\.webhook\\.office\\.com/webhookb2|outlook\\.office\\.com/webhook)/${UUID}@${UUID}/IncomingWebhook/[a-z0-9]{32}/${UUID}(?:/[A-Za-z0-9_-]{0,60})?`,
    source: 'gitleaks microsoft-teams-webhook',
    example: () =>
      (() => {
        const v = `.webhook.office.com/webhookb2/${fakeUuid()}@${fakeUuid(2)}/IncomingWebhook/${fake('hex', 32)}/${fakeUuid(3)}`;
        return ['https://shop' + v, v] as const;
      })(),
    left: '',
  }),
  token({
    id: 'google-chat-webhook',
    label: 'GOOGLE_CHAT_WEBHOOK',
    literals: 'chat.googleapis.com/v1/spaces/',
    shape:
      'chat\\.googleapis\\.com/v1/spaces/[A-Za-z0-9_-]{5,30}/messages\\?key=[A-Za-z0-9_-]{30,60}&token=[A-Za-z0-9_%-]{30,80}(?:%3D)?',
    source: 'developers.google.com: Google Chat webhooks',
    example: () =>
      (() => {
        const v = `chat.googleapis.com/v1/spaces/${fake('alnum', 11)}/messages?key=AIza${fake('base64Url', 35)}&token=${fake('base64Url', 43)}%3D`;
        return ['https://' + v, v] as const;
      })(),
    left: '(?<![A-Za-z0-9.-])',
  }),
  token({
    id: 'dingtalk-webhook',
    label: 'DINGTALK_TOKEN',
    literals: 'oapi.dingtalk.com/robot/send?access_token=',
    shape: '[a-f0-9]{64}',
    source: 'open.dingtalk.com: custom robots',
    example: () =>
      (() => {
        const v = fake('hex', 64);
        return [`https://oapi.dingtalk.com/robot/send?access_token=${v}`, v] as const;
      })(),
    left: 'oapi\\.dingtalk\\.com/robot/send\\?access_token=',
  }),
  token({
    id: 'feishu-webhook',
    label: 'FEISHU_WEBHOOK',
    literals: '/open-apis/bot/v2/hook/',
    shape: UUID,
    source: 'open.feishu.cn: custom bots',
    example: () =>
      (() => {
        const v = fakeUuid(4);
        return [`https://open.feishu.cn/open-apis/bot/v2/hook/${v}`, v] as const;
      })(),
    left: '/open-apis/bot/v2/hook/',
  }),
  token({
    id: 'wecom-webhook',
    label: 'WECOM_WEBHOOK',
    literals: 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key=',
    shape: UUID,
    source: 'developer.work.weixin.qq.com: group robots',
    example: () =>
      (() => {
        const v = fakeUuid(5);
        return [`https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${v}`, v] as const;
      })(),
    left: 'qyapi\\.weixin\\.qq\\.com/cgi-bin/webhook/send\\?key=',
  }),
  named({
    id: 'wechat-app-secret',
    label: 'WECHAT_SECRET',
    names: ['wechat', 'weixin', 'wx_secret', 'wx_app', 'wxsecret'],
    shape: '[a-f0-9]{32}',
    source: 'developers.weixin.qq.com: AppSecret',
    example: () => fake('hex', 32),
  }),
  named({
    id: 'mattermost-token',
    label: 'MATTERMOST_TOKEN',
    names: 'mattermost',
    shape: '[a-z0-9]{26}',
    source: 'gitleaks mattermost-access-token',
    example: () => fake('lowerAlnum', 26),
  }),
  named({
    id: 'gitter-token',
    label: 'GITTER_TOKEN',
    names: 'gitter',
    shape: '[A-Za-z0-9_-]{40}',
    source: 'gitleaks gitter-access-token',
    example: () => fake('hex', 40),
  }),
  token({
    id: 'matrix-token',
    label: 'MATRIX_TOKEN',
    begins: ['syt_', 'mct_'],
    shape: '(?:syt_[A-Za-z0-9+/=]{4,80}_[A-Za-z]{20}_[A-Za-z0-9]{6}|mct_[A-Za-z0-9]{30}_[A-Za-z0-9]{6})',
    source: 'spec.matrix.org; Synapse access tokens',
    example: () => `syt_${fake('alnum', 12)}_${fake('lower', 20)}_${fake('alnum', 6)}`,
  }),
  token({
    id: 'twitch-oauth-token',
    label: 'TWITCH_TOKEN',
    literals: 'oauth:',
    shape: 'oauth:[A-Za-z0-9]{24,48}',
    source: 'dev.twitch.tv: authentication of IRC bots',
    example: () => 'oauth:' + fake('lowerAlnum', 30),
  }),
  named({
    id: 'twitch-secret',
    label: 'TWITCH_SECRET',
    names: 'twitch',
    shape: '[a-z0-9]{30}',
    source: 'gitleaks twitch-api-token',
    example: () => fake('lowerAlnum', 30),
  }),
  named({
    id: 'zoom-secret',
    label: 'ZOOM_SECRET',
    names: 'zoom',
    shape: '[A-Za-z0-9_-]{32}',
    source: 'developers.zoom.us: server-to-server OAuth',
    example: () => fake('alnum', 32),
  }),
  named({
    id: 'line-channel-token',
    label: 'LINE_TOKEN',
    names: ['line_channel', 'line_access', 'linechannel', 'channel_access_token', 'channelaccesstoken'],
    shape: '[A-Za-z0-9+/]{100,200}={0,2}',
    source: 'developers.line.biz: channel access tokens',
    example: () => fake('base64', 172),
  }),
  named({
    id: 'sendbird-token',
    label: 'SENDBIRD_TOKEN',
    names: 'sendbird',
    shape: `(?:[a-f0-9]{40}|${UUID})`,
    source: 'gitleaks sendbird-access-token, sendbird-access-id',
    example: () => fake('hex', 40),
  }),
  named({
    id: 'webex-token',
    label: 'WEBEX_TOKEN',
    names: 'webex',
    shape: '[A-Za-z0-9]{64}(?:_[A-Za-z0-9_-]{4,48})?',
    source: 'trufflehog webex',
    example: () => fake('alnum', 64),
  }),
  named({
    id: 'facebook-secret',
    label: 'FACEBOOK_SECRET',
    names: ['facebook', 'fb_app', 'fb_secret', 'fbapp'],
    shape: '[a-f0-9]{32}',
    source: 'gitleaks facebook-secret',
    example: () => fake('hex', 32),
  }),
  token({
    id: 'facebook-access-token',
    label: 'FACEBOOK_TOKEN',
    begins: ['EAAC', 'EAAB', 'EAAM', 'EAAD', 'EAAG', 'EAAH', 'EAAI', 'EAAJ', 'EAAO', 'EAAX'],
    shape: 'EAA[A-Z][A-Za-z0-9]{80,400}',
    source: 'gitleaks facebook-page-access-token',
    example: () => 'EAAC' + fake('alnum', 160),
  }),
  token({
    id: 'instagram-token',
    label: 'INSTAGRAM_TOKEN',
    begins: ['IGQV', 'IGQW', 'IGAA'],
    shape: 'IG(?:QV|QW|AA)[A-Za-z0-9_-]{80,300}',
    source: 'trufflehog instagram; developers.facebook.com: Instagram API',
    example: () => 'IGQV' + fake('base64Url', 150),
  }),
  named({
    id: 'twitter-secret',
    label: 'TWITTER_SECRET',
    names: ['twitter', 'x_api', 'x_access', 'consumer_key', 'consumer_secret', 'consumerkey', 'consumersecret'],
    shape: '[A-Za-z0-9]{25,50}',
    source: 'gitleaks twitter-api-key, twitter-api-secret, twitter-access-secret',
    example: () => fake('alnum', 45),
  }),
  named({
    id: 'twitter-access-token',
    label: 'TWITTER_TOKEN',
    names: ['twitter', 'x_access', 'access_token', 'accesstoken'],
    shape: '\\d{15,25}-[A-Za-z0-9]{20,40}',
    source: 'gitleaks twitter-access-token',
    example: () => `${fake('digits', 18)}-${fake('alnum', 40)}`,
  }),
  token({
    id: 'twitter-bearer-token',
    label: 'TWITTER_TOKEN',
    literals: 'aaaaaaaaaaaaaaaaaaaa',
    shape: 'A{20,22}[A-Za-z0-9%]{60,120}',
    source: 'gitleaks twitter-bearer-token',
    example: () => 'A'.repeat(21) + fake('alnum', 80),
  }),
  named({
    id: 'linkedin-secret',
    label: 'LINKEDIN_SECRET',
    names: ['linkedin', 'linked_in', 'linked-in'],
    shape: '(?:WPL_AP\\d\\.)?[A-Za-z0-9]{14,18}(?:\\.[A-Za-z0-9+/=]{4,12})?',
    source: 'gitleaks linkedin-client-id, linkedin-client-secret',
    example: () => fake('alnum', 16),
  }),
  named({
    id: 'spotify-secret',
    label: 'SPOTIFY_SECRET',
    names: 'spotify',
    shape: '[a-f0-9]{32}',
    source: 'trufflehog spotifykey',
    example: () => fake('hex', 32),
  }),
  named({
    id: 'reddit-secret',
    label: 'REDDIT_SECRET',
    names: 'reddit',
    shape: '[A-Za-z0-9_-]{27,30}',
    source: 'reddit.com/dev/api: OAuth secrets',
    example: () => fake('base64Url', 27),
  }),
  named({
    id: 'tiktok-secret',
    label: 'TIKTOK_SECRET',
    names: 'tiktok',
    shape: '[a-z0-9]{32,40}',
    source: 'developers.tiktok.com: client secrets',
    example: () => fake('lowerAlnum', 32),
  }),
  named({
    id: 'stream-secret',
    label: 'STREAM_SECRET',
    names: ['stream_api', 'getstream', 'stream_secret'],
    shape: '[a-z0-9]{64}',
    source: 'getstream.io: API secrets',
    example: () => fake('lowerAlnum', 64),
  }),
];

const APP_SECRET = /(?:\||%7[Cc]|%)[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9])/y;

/** A number of an app, a bar, and what proves that one is the app. */
export const FACEBOOK_APP_TOKEN: NumericDetector = {
  id: 'facebook-app-token',
  label: 'FACEBOOK_TOKEN',
  kind: 'secret',
  source: 'gitleaks facebook-access-token',
  atNumber: (text, run) => {
    if (run.digits < 15 || run.digits > 16 || run.end - run.start !== run.digits) return null;
    APP_SECRET.lastIndex = run.end;
    const match = APP_SECRET.exec(text);
    return match !== null && /\d/.test(match[0].slice(3)) ? { start: run.start, end: APP_SECRET.lastIndex } : null;
  },
  examples: () => [`${fake('digits', 15)}|${fake('base64Url', 27)}`],
  counterexamples: () => ['1234567890123456|short', '1234567890123456%of_all_the_people_in_the_world'],
};

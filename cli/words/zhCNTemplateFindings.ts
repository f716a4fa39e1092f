/** What the lint of a template finds, and what helps, in 简体中文: the API says it in English. By the code of the finding; `{name}` is filled in. */
export const zhCNTemplateFindings: Readonly<Record<string, readonly [said: string, helps: string]>> = {
  'no-unsubscribe': ['读者找不到退订的出口', '在读者看得见的地方放上链接 {{ links.unsubscribe }}'],
  'no-address': ['缺少邮政地址', '按法律对广告的要求，写上 {{ shop.postal_address }}'],
  'no-text': ['没有纯文本，也无法从 HTML 得出', '请写一份 text，或在 MJML 里写上文字'],
  'no-alt': ['图片 {image} 没有替代文字', '在 alt="…" 里说明画的是什么；只作装饰的写 alt=""'],
  'large-image': ['图片 {image} 为 {size}', '请控制在 {most} 以内'],
  'data-image': ['邮件里直接写入了 {size} 的图片，多数邮箱不显示', '放到您的网站上，再链接过来'],
  'clipped-mail': ['HTML 有 {size}，Gmail 会截掉超过 {most} 的部分', '请缩短'],
  'private-link': ['外面的人打不开 {address}', '请换成每位读者都能打开的页面'],
  'insecure-link': ['{address} 没有加密', '请用 https:// 链接'],
  'unknown-variable': ['没有 {name} 这项数据，这里会是空白', '这里可用：{known}'],
  'misspelt-variable': ['没有 {name} 这项数据，这里会是空白', '是不是 {nearest}？'],
  'sms-parts': [
    '一般读者会收到 {parts} 条（{encoding}，占 {places} 位），每次发送 {price}',
    '一条可占 {most} 位，请酌情缩短',
  ],
  'sms-too-long': ['要分 {parts} 条，运营商最多接受 {most} 条', '请缩短'],
  'sms-no-sender': ['没有说明是谁发的', '请以 {{ shop.name }} 开头'],
  'sms-no-refusal': ['没有说明怎样拒收', '请以“{line}”结尾'],
  'sms-no-signature': [
    '发往中国的短信要以【】签名开头',
    '请以【…】开头；发往中国时会自动加上设置里的【{signature}】',
  ],
  'no-ad-mark': [
    '发往中国的商业邮件要在主题上标明广告，而设置里没有标',
    '主题以【广告】开头，或设置 jurisdictions.CN.email.prefix',
  ],
};

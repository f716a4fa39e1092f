/**
 * What a column says, judged by its name alone: the names that shops, mail tools and the Segment specification give these
 * columns, in English and Chinese. Case, blanks and punctuation do not count.
 */
import {
  type CustomerColumn,
  type CustomerField,
  customerField,
  fieldLabel,
  type TextField,
  traitField,
} from './customerMap.ts';

/** Ordered: the first name of a field that a header has is the one taken. */
const NAMES: readonly (readonly [TextField | 'birthday', string])[] = [
  [
    'id',
    'customerid userid externalid memberid clientid masterid id customer user 客户id 客户编号 会员id 会员编号 用户id 用户编号',
  ],
  ['email', 'email emailaddress mail 邮箱 电子邮箱 邮箱地址 电子邮件 邮件'],
  [
    'phone',
    'phone phonenumber mobile mobilephone mobilenumber cellphone telephone tel 手机 手机号 手机号码 电话 电话号码 联系电话',
  ],
  ['name', 'name fullname displayname customername 姓名 名称 客户姓名 会员姓名'],
  ['first_name', 'firstname givenname forename 名'],
  ['last_name', 'lastname familyname surname 姓'],
  ['locale', 'locale language lang 语言'],
  ['zone', 'zone timezone tz 时区'],
  [
    'since',
    'since knownsince customersince membersince createdat created datecreated signedupat signupdate registeredat registrationdate joinedat joined 注册时间 注册日期 入会日期 创建时间',
  ],
  ['updated', 'updated updatedat lastupdated modifiedat lastmodified 更新时间 修改时间'],
  ['birthday', 'birthday birthdate dateofbirth dob 生日 出生日期'],
];

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function fieldOf(name: TextField | 'birthday'): CustomerField {
  return name === 'birthday' ? traitField(name) : { kind: 'text', name };
}

/** `trait.x`, `consent.email.x`, `traits` and `consents` say themselves what they are. */
function spelledOut(column: string): CustomerField | null {
  const field = customerField(column);
  return field === null || field.kind === 'text' ? null : field;
}

function add(columns: CustomerColumn[], one: CustomerColumn): void {
  const label = fieldLabel(one.field);
  if (columns.every(({ field }) => fieldLabel(field) !== label)) columns.push(one);
}

/** What the columns of a header seem to say; columns that say nothing known are left out. */
export function guessColumns(header: readonly string[]): CustomerColumn[] {
  const guessed: CustomerColumn[] = [];
  for (const column of header) {
    const field = spelledOut(column);
    if (field !== null) add(guessed, { field, column });
  }
  const names = header.map(plain);
  for (const [name, known] of NAMES) {
    const place = known
      .split(' ')
      .map((word) => names.indexOf(word))
      .find((at) => at >= 0);
    const column = place === undefined ? undefined : header[place];
    if (column !== undefined) add(guessed, { field: fieldOf(name), column });
  }
  return guessed;
}

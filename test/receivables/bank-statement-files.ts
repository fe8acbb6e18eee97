/*
 * Statements as banks send them, put together for tests.
 */

export interface EntryText {
  readonly amount?: string;
  readonly currency?: string;
  readonly direction?: string;
  readonly booked?: string;
  readonly valued?: string;
  readonly reversal?: boolean;
  readonly status?: string;
  /** `AcctSvcrRef` of the entry. */
  readonly ref?: string;
  /** What stands in `NtryDtls`. */
  readonly details?: string;
}

export const entryText = ({
  amount = '100.00',
  currency = 'EUR',
  direction = 'CRDT',
  booked = '2026-03-20',
  valued,
  reversal,
  status = 'BOOK',
  ref,
  details = '',
}: EntryText = {}): string => `
   <Ntry>
    <Amt Ccy="${currency}">${amount}</Amt>
    <CdtDbtInd>${direction}</CdtDbtInd>
    ${reversal === undefined ? '' : `<RvslInd>${reversal}</RvslInd>`}
    ${status.startsWith('<') ? status : `<Sts>${status}</Sts>`}
    <BookgDt><Dt>${booked}</Dt></BookgDt>
    ${valued === undefined ? '' : `<ValDt><DtTm>${valued}T00:00:00</DtTm></ValDt>`}
    ${ref === undefined ? '' : `<AcctSvcrRef>${ref}</AcctSvcrRef>`}
    ${details === '' ? '' : `<NtryDtls>${details}</NtryDtls>`}
   </Ntry>`;

export interface TransactionText {
  readonly amount?: string;
  readonly ref?: string;
  readonly endToEnd?: string;
  readonly payer?: string;
  readonly iban?: string;
  readonly words?: string;
}

/** As versions .02 (amount in `AmtDtls`, name in `Dbtr`) or .08 write it. */
export const transactionText = (
  { amount, ref, endToEnd, payer, iban, words }: TransactionText,
  version = '02',
): string => `
     <TxDtls>
      <Refs>
       ${ref === undefined ? '' : `<AcctSvcrRef>${ref}</AcctSvcrRef>`}
       ${endToEnd === undefined ? '' : `<EndToEndId>${endToEnd}</EndToEndId>`}
      </Refs>
      ${amount === undefined ? '' : amountText(amount, version)}
      <RltdPties>
       ${payer === undefined ? '' : payerText(payer, version)}
       ${iban === undefined ? '' : `<DbtrAcct><Id><IBAN>${iban}</IBAN></Id></DbtrAcct>`}
      </RltdPties>
      ${words === undefined ? '' : `<RmtInf><Ustrd>${words}</Ustrd></RmtInf>`}
     </TxDtls>`;

const payerText = (payer: string, version: string): string =>
  version === '02' ? `<Dbtr><Nm>${payer}</Nm></Dbtr>` : `<Dbtr><Pty><Nm>${payer}</Nm></Pty></Dbtr>`;

const amountText = (amount: string, version: string): string =>
  version === '02'
    ? `<AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>`
    : `<Amt Ccy="EUR">${amount}</Amt>`;

export interface StatementText {
  readonly id?: string;
  readonly iban?: string;
  readonly opening?: string;
  readonly closing?: string;
  readonly entries: readonly string[];
}

const balanceText = (code: string, amount: string): string => `
   <Bal>
    <Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>
    <Amt Ccy="EUR">${amount.replace('-', '')}</Amt>
    <CdtDbtInd>${amount.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd>
    <Dt><Dt>2026-03-20</Dt></Dt>
   </Bal>`;

export const camtText = (statements: readonly StatementText[], version = '02'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-20T20:00:00</CreDtTm></GrpHdr>
  ${statements
    .map(
      ({ id = 'S1', iban = 'DE02120300000000202051', opening, closing, entries }) => `<Stmt>
   <Id>${id}</Id>
   <Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
   ${opening === undefined ? '' : balanceText('OPBD', opening)}
   ${closing === undefined ? '' : balanceText('CLBD', closing)}
   ${entries.join('')}
  </Stmt>`,
    )
    .join('')}
 </BkToCstmrStmt>
</Document>`;

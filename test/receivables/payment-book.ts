/*
 * The book that random payments are compared with: what is owed, what came, what settles what.
 * Amounts are whole; days are days of May 2026.
 */

export interface BookCommitment {
  readonly id: string;
  readonly amount: number;
  settled: number;
}

export interface BookReceipt {
  readonly id: string;
  readonly amount: number;
  allocated: number;
  refunded: number;
  isBack: boolean;
}

export interface BookAllocation {
  readonly id: string;
  readonly commitment: BookCommitment;
  /** None: given up. */
  readonly receipt: BookReceipt | null;
  readonly amount: number;
  isLive: boolean;
}

/** What the book refuses, by the codes of the product. */
export class Refused extends Error {}

const refuse = (...codes: string[]): never => {
  throw new Refused(codes.join());
};

export class PaymentBook {
  readonly commitments: BookCommitment[] = [];
  readonly receipts: BookReceipt[] = [];
  readonly allocations: BookAllocation[] = [];
  /** What the customer owes. */
  balance = 0;

  raise(id: string, amount: number): void {
    this.commitments.push({ id, amount, settled: 0 });
    this.balance += amount;
  }

  /** Whether the money may be used for that; nothing is noted. */
  check(free: number, commitment: BookCommitment, amount: number): void {
    const codes = [];
    const open = commitment.amount - commitment.settled;
    if (open === 0) refuse('COMMITMENT_NOT_OPEN');
    if (amount > open) refuse('MORE_THAN_OPEN');
    if (amount > free) codes.push('MORE_THAN_FREE');
    if (codes.length > 0) refuse(...codes);
  }

  receive(id: string, amount: number): BookReceipt {
    const receipt = { id, amount, allocated: 0, refunded: 0, isBack: false };
    this.receipts.push(receipt);
    this.balance -= amount;
    return receipt;
  }

  settle(
    id: string,
    commitment: BookCommitment,
    receipt: BookReceipt | null,
    amount: number,
  ): void {
    this.allocations.push({ id, commitment, receipt, amount, isLive: true });
    commitment.settled += amount;
    if (receipt) receipt.allocated += amount;
    else this.balance -= amount;
  }

  undo(allocation: BookAllocation): void {
    if (!allocation.isLive) refuse('ALREADY_REVERSED');
    allocation.isLive = false;
    allocation.commitment.settled -= allocation.amount;
    if (allocation.receipt) allocation.receipt.allocated -= allocation.amount;
    else this.balance += allocation.amount;
  }

  goBack(receipt: BookReceipt): void {
    if (receipt.isBack) refuse('ALREADY_REVERSED');
    if (receipt.refunded > 0) refuse('RECEIPT_REFUNDED');
    for (const one of this.allocations) if (one.receipt === receipt && one.isLive) this.undo(one);
    receipt.isBack = true;
    this.balance += receipt.amount;
  }

  refund(receipt: BookReceipt, amount: number): void {
    if (receipt.isBack) refuse('NOT_MONEY_YET');
    const free = freeOf(receipt);
    if (free === 0) refuse('NOTHING_FREE');
    if (amount > free) refuse('MORE_THAN_FREE');
    receipt.refunded += amount;
    this.balance += amount;
  }

  writeOff(id: string, commitment: BookCommitment, amount: number): void {
    const open = commitment.amount - commitment.settled;
    if (open === 0) refuse('COMMITMENT_NOT_OPEN');
    if (amount > open) refuse('MORE_THAN_OPEN');
    this.settle(id, commitment, null, amount);
  }

  picture(): string[] {
    return [
      ...this.commitments.map(({ amount, settled }) => `owed ${amount} settled ${settled}`),
      ...this.receipts.map(
        ({ amount, allocated, refunded, isBack }) =>
          `came ${amount} used ${allocated} out ${refunded}${isBack ? ' back' : ''}`,
      ),
      `balance ${this.balance}`,
    ];
  }
}

export const freeOf = ({ amount, allocated, refunded }: BookReceipt): number =>
  amount - allocated - refunded;

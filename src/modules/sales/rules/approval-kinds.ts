/** What a policy looks at. */
export const approvalMeasures = [
  'LINE_DISCOUNT',
  'DOCUMENT_DISCOUNT',
  'ALLOWANCE',
  'MARGIN',
  'AMOUNT',
  'PAYMENT_DAYS',
  'CREDIT',
] as const;
export type ApprovalMeasure = (typeof approvalMeasures)[number];

export const approvalRequestStates = ['PENDING', 'APPROVED', 'REJECTED', 'DROPPED'] as const;
export type ApprovalRequestState = (typeof approvalRequestStates)[number];

export const approvalStepStates = ['WAITING', 'APPROVED', 'REJECTED', 'DROPPED'] as const;
export type ApprovalStepState = (typeof approvalStepStates)[number];

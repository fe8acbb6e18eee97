import {
  deliveryPolicies,
  orderHolds,
  progresses,
  reservationPolicies,
  salesOrderStateNames,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';

export const SalesOrderState = builder.enumType('SalesOrderState', {
  description: 'Where an order stands. What is delivered, invoiced and paid is told beside it.',
  values: salesOrderStateNames,
});

export const DeliveryPolicy = builder.enumType('DeliveryPolicy', {
  description: 'How goods leave: as they are there, a line at a time, or all in one.',
  values: deliveryPolicies,
});

export const ReservationPolicy = builder.enumType('ReservationPolicy', {
  description:
    'No order without its goods; what is there is set aside, and the rest waits; or nothing is.',
  values: reservationPolicies,
});

export const OrderHold = builder.enumType('OrderHold', {
  description: 'Why a confirmed order stands still.',
  values: orderHolds,
});

export const Progress = builder.enumType('Progress', {
  description: 'How far it has come; told by quantities and amounts, never typed in.',
  values: progresses,
});

use super::*;

#[track_caller]
fn all(texts: &[&str], expected: State) {
    for text in texts {
        assert_eq!(state(text), expected, "{text}");
    }
}

#[test]
fn what_was_never_sold_is_known_in_any_words() {
    all(
        &[
            "cancelled",
            "Canceled",
            "CANCELLED_BY_BUYER",
            "Cancelled by customer",
            "Canceled - refunded",
            "Order cancelled",
            "wc-failed",
            "voided",
            "expired",
            "trash",
            "declined",
            "rejected",
            "abandoned",
            "fraud",
            "suspected_fraud",
            "test",
            "Payment declined",
            "cancel",
            "quotation",
            "Storniert",
            "Abgebrochen",
            "Annulé",
            "Annulée",
            "Cancelado",
            "Anulada",
            "Rechazado",
            "Annullato",
            "Geannuleerd",
            "Anulowane",
            "Avbruten",
            "Kansellert",
            "Peruutettu",
            "Zrušeno",
            "Stornováno",
            "Törölve",
            "Anulat",
            "İptal Edildi",
            "Отменён",
            "已取消",
            "キャンセル",
            "주문취소",
        ],
        State::Unsold,
    );
}

#[test]
fn what_nobody_paid_for_so_far_is_no_sale_yet() {
    all(
        &[
            "checkout-draft",
            "draft",
            "pending",
            "wc-pending",
            "Pending payment",
            "pending_payment",
            "Awaiting Payment",
            "unpaid",
            "not paid",
            "nicht bezahlt",
            "Zahlung ausstehend",
            "En attente de paiement",
            "Impayée",
            "Pendiente de pago",
            "In attesa di pagamento",
            "Niet betaald",
            "Ожидает оплаты",
            "não pago",
        ],
        State::Waiting,
    );
}

#[test]
fn what_came_back_is_known() {
    all(
        &[
            "Returned",
            "Refunded",
            "wc-refunded",
            "Chargeback",
            "charged back",
            "Shipped - Returned to Seller",
            "Erstattet",
            "Retourniert",
            "Remboursé",
            "Reembolsado",
            "Devuelto",
            "Rimborsato",
            "Reso",
            "Terugbetaald",
            "Zwrócone",
            "返金済み",
            "退款",
            "Возврат",
        ],
        State::Back,
    );
    assert_eq!(state("Shipped - Rejected by Buyer"), State::Unsold);
}

#[test]
fn what_is_a_sale_stays_one() {
    all(
        &[
            "paid",
            "Bezahlt",
            "Payé",
            "completed",
            "Processing",
            "Shipped",
            "Shipped - Delivered to Buyer",
            "done",
            "sale",
            "ok",
            "on-hold",
            "Not cancelled",
            "nicht storniert",
            "Non annulé",
            "Cancellation declined",
            "Cancellation rejected",
            "Cancel request denied",
            "Return requested",
            "Refund declined",
            "Pending shipment",
            "Pending fulfillment",
            "Awaiting fulfillment",
            "partially_paid",
            "Stornierung abgelehnt",
            "Authorized",
        ],
        State::Sold,
    );
    all(
        &[
            "Partially cancelled",
            "partially_refunded",
            "Teilweise erstattet",
            "Partiellement remboursé",
            "Parcialmente reembolsado",
        ],
        State::Partly,
    );
    all(&["Kentucky", "SW", "B2B", ""], State::Unknown);
}

#[test]
fn closed_is_what_its_column_says() {
    assert_eq!(
        states(["complete", "closed"].into_iter()),
        [State::Sold, State::Back]
    );
    assert_eq!(
        states(["open", "closed"].into_iter()),
        [State::Unknown, State::Sold]
    );
}

#[test]
fn types_of_lines_say_what_came_back() {
    assert_eq!(is_return("Return"), Some(true));
    assert_eq!(is_return("Refund"), Some(true));
    assert_eq!(is_return("Gutschrift"), Some(true));
    assert_eq!(is_return("Sale"), Some(false));
    assert_eq!(is_return("Payment"), Some(false));
    assert_eq!(is_return("Furniture"), None);
}

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
            "checkout-draft",
            "draft",
            "pending",
            "wc-pending",
            "Pending payment",
            "pending_payment",
            "Awaiting Payment",
            "declined",
            "rejected",
            "abandoned",
            "unpaid",
            "not paid",
            "fraud",
            "suspected_fraud",
            "test",
            "Payment declined",
            "cancel",
            "quotation",
            "Storniert",
            "Abgebrochen",
            "nicht bezahlt",
            "Zahlung ausstehend",
            "Annulé",
            "Annulée",
            "En attente de paiement",
            "Impayée",
            "Cancelado",
            "Anulada",
            "Pendiente de pago",
            "Rechazado",
            "Annullato",
            "In attesa di pagamento",
            "Geannuleerd",
            "Niet betaald",
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
            "Ожидает оплаты",
            "已取消",
            "キャンセル",
            "주문취소",
            "não pago",
        ],
        State::Unsold,
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

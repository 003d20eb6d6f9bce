//! Headings that mean the same in most shops, in many languages. A heading is compared without case,
//! accents, blanks and punctuation ("%" counts as "pct"). The first one of a list that a file has is taken.

use crate::fields::Field;

/// Fields, and the headings they go by.
pub const USUAL: [(Field, &str); 33] = [
    (
        Field::Order,
        "orderid ordernumber orderno ordernr ordernum ordercode orderkey orderreference orderref order amazonorderid \
         invoiceno invoicenumber invoiceid invoicenr invoice receiptid receiptno receiptnumber receiptnr receipt billno billnumber billid \
         basketid basket transactionid transactionno transactionnumber transid txnid transaction ticketid ticketno ticketnumber ticket \
         saleid salesid salenumber purchaseid documentno documentnumber bestellnummer bestellnr bestellid bestellung auftragsnummer \
         auftragsnr auftrag rechnungsnummer rechnungsnr rechnung belegnummer belegnr beleg bonnummer bonnr bon numerocommande ncommande \
         idcommande numerodecommande referencecommande commande numerofacture nfacture facture numeropedido numerodepedido numerodopedido npedido \
         idpedido pedidoid pedido numerofactura nfactura factura numeroordine nordine idordine ordine numerofattura fattura scontrino \
         encomenda bestelnummer bestelling ordernummer factuurnummer numerzamowienia nrzamowienia idzamowienia zamowienie numerfaktury \
         faktura ordrenummer ordrenr bestallning kvitto tilausnumero tilaus cisloobjednavky objednavka rendelesszam rendeles siparisno \
         siparisnumarasi siparis номерзаказа заказ номерчека чек 订单号 订单编号 注文番号 受注番号 주문번호",
    ),
    (
        Field::Time,
        "orderdate ordertime orderdatetime ordertimestamp orderpurchasetimestamp orderedat orderplacedat purchasedate purchasetimestamp \
         purchasedat saledate salesdate soldat createdat createdon created creationdate datecreated placedat invoicedate transactiondate \
         transactiondt transdate txndate receiptdate billdate documentdate postingdate timestamp datetime date time paymentdate paidat \
         datepaid bestelldatum auftragsdatum rechnungsdatum belegdatum kaufdatum verkaufsdatum datum zeitpunkt zeit datecommande \
         datedecommande datefacture dateachat datevente fechapedido fechadepedido fechacompra fechaventa fechafactura fecha dataordine \
         dataacquisto datavendita datafattura datapedido datadopedido datacompra datavenda data besteldatum orderdatum aankoopdatum \
         verkoopdatum factuurdatum datazamowienia datasprzedazy orderdato dato orderdag paivamaara pvm datumobjednavky tarih \
         siparistarihi датазаказа дата 下单时间 订单日期 日期 注文日時 注文日 日付 주문일 주문일시 날짜",
    ),
    (
        Field::Clock,
        "time ordertime transactiontime saletime uhrzeit heure hora ora tijd godzina klokkeslett tidspunkt kello cas saat время 时间 時刻",
    ),
    (
        Field::Product,
        "productid productcode productsku productkey sku variantsku lineitemsku itemsku sellersku stockcode itemid itemcode itemnumber \
         itemno articlenumber articleno articleid article asin isbn ean upc gtin barcode plu partnumber partno productnumber productno \
         materialnumber product artikelnummer artikelnr artnr artikel produktnummer produktnr warennummer produkt codeproduit \
         referenceproduit codearticle reference produit codigoproducto codigodeproducto idproducto producto articulo referencia \
         codiceprodotto codicearticolo idprodotto prodotto articolo codigoproduto codigodoproduto idproduto produto artikelcode productnummer \
         kodproduktu idproduktu towar indeks varenummer varenr vare tuotekoodi tuotenumero tuote kodzbozi termekkod cikkszam urunkodu \
         urun артикул кодтовара товар 商品编号 商品编码 商品コード 商品番号 상품코드 상품번호",
    ),
    (
        Field::Name,
        "productname itemname producttitle itemtitle lineitemname description itemdescription productdescription stockdescription title \
         listingtitle item artikelbezeichnung bezeichnung produktname artikelname produktbezeichnung beschreibung nomproduit \
         nomduproduit libelle designation nombreproducto nombredelproducto descripcion nomeprodotto descrizione nomeproduto \
         nomedoproduto descricao productnaam artikelnaam omschrijving nazwaproduktu nazwatowaru nazwa produktnavn varenavn produktnamn \
         benamning tuotenimi nazevproduktu nazev termeknev megnevezes urunadi названиетовара наименование название 商品名称 商品名 상품명",
    ),
    (
        Field::Category,
        "category productcategory productcategoryname itemcategory categoryname department producttype productgroup kategorie warengruppe produktkategorie \
         produktgruppe categorie rayon famille categoria familia reparto productgroep kategoria kategori varegruppe категория 类别 分类 \
         カテゴリ カテゴリー 카테고리",
    ),
    (
        Field::Quantity,
        "quantity qty quantitysold qtysold orderquantity quantityordered orderedquantity qtyordered itemquantity itemqty lineitemquantity \
         units unitssold pieces pcs numberofitems numberofunits noofunits menge anzahl stuckzahl stueckzahl stuck quantite qte cantidad \
         unidades uds quantita qta pezzi quantidade qtd qtde aantal stuks ilosc sztuk antal stk maara kpl mnozstvi pocet mennyiseg adet \
         miktar количество колво 数量 수량",
    ),
    (
        Field::Price,
        "unitprice price itemprice priceperunit priceeach sellingprice sellprice saleprice retailprice listprice productprice \
         lineitemprice rate einzelpreis stuckpreis stueckpreis verkaufspreis preis prixunitaire prixvente prix preciounitario \
         precioventa precio prezzounitario prezzo precounitario preco valorunitario stuksprijs eenheidsprijs verkoopprijs prijs \
         cenajednostkowa cenazakus jednotkovacena cena styckpris stykpris enhetspris pris yksikkohinta ahinta hinta egysegar birimfiyat \
         fiyat ценазаединицу цена 单价 価格 単価 价格 단가 가격",
    ),
    (
        Field::Amount,
        "amount linetotal lineamount totalprice netamount netsales sales salesamount salesvalue revenue turnover linerevenue extendedprice \
         extendedamount itemtotal itemsubtotal linesubtotal orderlinetotal lineitemtotal totalsales amountpaid paidamount umsatz \
         nettoumsatz betrag gesamtpreis positionssumme zeilensumme montant totalligne chiffredaffaires importe totallinea importetotal \
         ventas importo totaleriga ricavo valortotal receita bedrag omzet regeltotaal kwota wartosc wartoscsprzedazy belopp belob \
         omsattning myynti castka osszeg tutar сумма выручка 金额 销售额 金額 売上 금액 매출",
    ),
    (Field::Gross, "grosssales grossamount grossrevenue"),
    (
        Field::Discount,
        "discount discountamount linediscount discounts discountvalue itemdiscount itemdiscountamount lineitemdiscount \
         itempromotiondiscount promotiondiscount rabatt nachlass remise rabais reduction descuento sconto desconto korting rabat alennus \
         sleva kedvezmeny indirim скидка 折扣 割引 할인",
    ),
    (
        Field::DiscountPct,
        "discountpct discountpercent discountpercentage discountrate pctdiscount percentdiscount rabattpct rabattprozent remisepct \
         descuentopct scontopct descontopct kortingpct rabatpct slevapct",
    ),
    (
        Field::Cost,
        "unitcost cost costprice purchaseprice einkaufspreis ekpreis prixachat coste costo custo kostprijs koszt",
    ),
    (
        Field::Customer,
        "customerid customerno customernumber customernr customercode customerkey customeruniqueid customerref customeruserid \
         customeraccount custid custno customer clientid clientno clientnumber clientcode client userid user accountid accountno \
         accountnumber account memberid memberno membershipid membershipnumber loyaltyid loyaltycard loyaltynumber buyerid buyeruserid \
         buyerusername shopperid householdkey householdid contactid personid billto soldto kundennummer kundennr kundenid kundenkonto \
         kunde numeroclient nclient idclient codeclient clienteid idcliente codigocliente codigodocliente numerocliente numerodocliente cliente codicecliente klantid \
         klantnummer klantnr klant debiteur debitornr debitor kontrahent idklienta numerklienta klient kundnummer kundnr kund \
         asiakasnumero asiakas cislozakaznika zakaznik vevo musterino musteri номерклиента кодклиента idклиента клиент 客户编号 客户id \
         会员号 客户 顧客番号 顧客id 会員番号 고객번호 고객id",
    ),
    (
        Field::Person,
        "customeruniqueid personid customername buyer buyername purchaser purchasername shopper clientname username accountname companyname company contactname recipient \
         recipientname shippingname shipname billingname fullname customerphone phone phonenumber mobile telephone kundenname name \
         kaufer nomclient nomduclient acheteur nombrecliente nombredelcliente comprador nomecliente acquirente klantnaam koper nabywca \
         kundnamn kundenavn kopare kober ostaja имяклиента покупатель 买家 客户名称 客户姓名 顧客名 고객명",
    ),
    (
        Field::Email,
        "email emailaddress customeremail buyeremail contactemail billingemail shippingemail useremail mail mailaddress emailadresse \
         adresseemail courriel correo correoelectronico emailadres adresemail sahkoposti почта",
    ),
    (
        Field::EmailOptIn,
        "emailoptin acceptsmarketing optin newsletter",
    ),
    (Field::Tier, "tier loyaltytier customertier"),
    (
        Field::Country,
        "country shippingcountry billingcountry countryname countrycode shipcountry customercountry land pays pais paese nazione kraj maa \
         zeme ulke страна 国家 国 국가 region",
    ),
    (Field::Channel, "channel saleschannel orderchannel"),
    (Field::OrderDiscount, "orderdiscount"),
    (
        Field::Status,
        "orderstatus status financialstatus paymentstatus itemstatus salestatus transactionstatus statusname bestellstatus auftragsstatus \
         zahlungsstatus statut statutcommande betaalstatus bestelstatus statuszamowienia статус статусзаказа 订单状态 ステータス 상태",
    ),
    // Also the name of a place or a condition: read where its values are states of orders.
    (
        Field::State,
        "orderstate state etat estado estadopedido stato statoordine situacao tila stav allapot durum siparisdurumu 状态 状態",
    ),
    (
        Field::CancelledAt,
        "cancelledat canceledat cancelledon cancellationdate canceldate datecancelled iscancelled iscanceled cancelled canceled cancel \
         cancelledflag cancelflag isvoid isvoided voided voidedat void deletedat isdeleted istest testorder test storniert storniertam \
         stornodatum storno annule anulado cancelado annullato geannuleerd anulowano",
    ),
    (Field::Sheet, "sheet"),
    (Field::DayNumber, "daynumber"),
    (
        Field::Currency,
        "currency currencycode ordercurrency presentmentcurrency ccy isocurrency wahrung waehrung devise monnaie moneda divisa valuta \
         moeda waluta mena parabirimi валюта 币种 通貨 통화",
    ),
    (
        Field::Kind,
        "type transactiontype eventtype linetype recordtype saletype documenttype doctype ordertype entrytype isreturn isrefund belegart \
         vorgang vorgangsart buchungsart typ typetransaction tipo tipooperacion tipodocumento tipomovimento soort rodzaj тип типоперации \
         类型 種別 유형",
    ),
    (
        Field::Refund,
        "refundedamount amountrefunded refundamount refund totalrefunded refundtotal refunds erstattungsbetrag ruckerstattung \
         montantrembourse remboursement importereembolsado reembolso importorimborsato rimborso valorreembolsado terugbetaaldbedrag \
         kwotazwrotu",
    ),
    (
        Field::Store,
        "store storeid storename storeno storenumber storecode shop shopid shopname branch branchid branchcode outlet outletid till tillid \
         register registerid terminal terminalid pos posid filiale filialnummer filialnr kasse kassennummer markt magasin boutique caisse \
         pointdevente tienda sucursal caja negozio cassa puntovendita loja winkel filiaal kassa sklep butik myymala prodejna pokladna \
         uzlet magaza магазин касса 门店 店舗 매장",
    ),
    (
        Field::Payment,
        "paymentmethod paymentgateway gateway payment zahlungsart zahlungsmethode modedepaiement formadepago metodopagamento betaalmethode",
    ),
    // Of a line, or of the whole order: read where nothing else says what was paid.
    (
        Field::Total,
        "total totalamount ordertotal paid gesamt summe totale totaal toplam",
    ),
    (Field::Subtotal, ""),
];

/// The headings of a field, in the form they are compared in.
pub fn names(field: Field) -> impl Iterator<Item = &'static str> {
    let of = USUAL.iter().filter(move |(other, _)| *other == field);
    of.flat_map(|(_, names)| names.split_whitespace())
}

/// How many of these headings, in the form they are compared in, are known.
pub fn known(headings: &[String]) -> usize {
    let is_known = |heading: &&String| {
        USUAL.iter().any(|(_, names)| {
            names
                .split_whitespace()
                .any(|name| name == heading.as_str())
        })
    };
    headings.iter().filter(is_known).count()
}

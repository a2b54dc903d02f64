// The API names its metrics in English; these are their names and formulas in Turkish. What is new there stays English here.
type Names = { label: string; formula: string };

export const METRICS_TR: Readonly<Record<string, Names>> = {
  impressions: { label: "Gösterim", formula: "Σ bildirilen gösterimler" },
  clicks: { label: "Tıklama", formula: "Σ bildirilen tıklamalar" },
  engagements: { label: "Etkileşim", formula: "Σ bildirilen (beğeni + yorum + paylaşım + kaydetme)" },
  reported_conversions: { label: "Bildirilen dönüşüm", formula: "Σ bildirilen dönüşümler" },
  ctr: { label: "Tıklama oranı (CTR)", formula: "tıklama ÷ gösterim" },
  engagement_rate: { label: "Etkileşim oranı", formula: "etkileşim ÷ gösterim" },
  orders: { label: "Sipariş", formula: "iptal edilmemiş satın almaların sayısı" },
  units: { label: "Adet", formula: "Σ siparişlerdeki adetler" },
  gross_revenue: { label: "Brüt gelir", formula: "Σ siparişlerde adet × birim fiyat" },
  returned_revenue: { label: "İade edilen gelir", formula: "Σ iade edilen adet × birim fiyat, satın alma gününe göre" },
  net_revenue: { label: "Net gelir", formula: "brüt gelir − iade edilen gelir" },
  return_rate: { label: "İade oranı", formula: "iade edilen adet ÷ adet" },
  cvr: { label: "Dönüşüm oranı (CVR)", formula: "sipariş ÷ tıklama; sipariş tıklamadan çoksa bilinmez" },
  aov: { label: "Ortalama sipariş tutarı (AOV)", formula: "brüt gelir ÷ sipariş" },
  cost: { label: "Maliyet", formula: "bekleyen, onaylanan, planlanan ya da ödenen ödemeler (ödeme tarihine göre) + bildirilen harcama + kampanya giderleri" },
  net_contribution: { label: "Net katkı", formula: "net gelir − maliyet" },
  roi: { label: "Yatırım getirisi (ROI)", formula: "(net gelir − maliyet) ÷ maliyet" },
  roas: { label: "Reklam harcaması getirisi (ROAS)", formula: "net gelir ÷ maliyet" },
  revenue_contribution: { label: "Gelire katkı", formula: "net gelir ÷ tüm mağazanın net geliri" },
  new_customers: { label: "Yeni müşteri", formula: "influencer aracılığıyla gelen müşterilerin sayısı, kayıt gününe göre" },
  cac: { label: "Müşteri edinme maliyeti (CAC)", formula: "maliyet ÷ yeni müşteri" },
  epc: { label: "Tıklama başına kazanç (EPC)", formula: "net gelir ÷ tıklama" },
  average_rating: { label: "Ortalama puan", formula: "puanlanan siparişlerin ortalama puanı" },
};

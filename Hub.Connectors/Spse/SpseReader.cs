using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Spse;

/// <summary>Reads a row of SPSE, whichever transport brought it. Pure.</summary>
internal sealed partial class SpseReader(SourceZone zone)
{
    /// <summary>Pelayanan Pengadaan Barang dan Jasa: a package leaves no doubt.</summary>
    private const int ProcurementService = 19;

    // Codes, officials and sellers: read for nothing, shown to nobody, known all the same.
    private static readonly FrozenSet<string> KnownFields = """
        _event_date ang anggaran hps jenis_klpd jenis_kontrak jenis_pengadaan kategori_pengadaan kd_akt kd_klpd kd_lpse kd_nontender kd_paket kd_penyedia
        kd_pkt_dce kd_rup kd_rup_paket kd_satker kd_satker_str kd_tahapan kd_tender ket_ditutup ket_diulang kode_mak kontrak_pembayaran kontrak_tahun
        kualifikasi_paket list_tahun_anggaran lls_id lokasi_pekerjaan lpse_id mak metode_pengadaan mtd_evaluasi mtd_kualifikasi mtd_pemilihan nama_akt
        nama_klpd nama_lpse nama_paket nama_penyedia nama_pokja nama_ppk nama_satker nama_status_nontender nama_status_tender nama_tahapan nilai_kontrak
        nilai_negosiasi nilai_pdn nilai_pdn_kontrak nilai_penawaran nilai_terkoreksi nilai_umk_kontrak nip_nama_pokja nip_nama_pp nip_nama_ppk nip_pokja
        nip_ppk npwp16_penyedia npwp_16_penyedia npwp_penyedia npwp_penyedia_16 pagu repeat_order status_nontender status_tender sumber_dana tahun_anggaran
        tanggal_buat_paket tanggal_pengumuman_nontender tanggal_selesai_nontender tanggal_status tgl_akhir tgl_awal tgl_buat_paket tgl_kolektif_kolegial
        tgl_penarikan tgl_penetapan_pemenang tgl_pengumuman_nontender tgl_pengumuman_tender tgl_selesai_nontender url_lpse versi_nontender versi_tender
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    public Submission Read(Envelope envelope)
    {
        using var document = Parse(envelope);
        var root = document.RootElement;
        var resource = SpseResource.Find(root.Raw("resource"))
            ?? throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("UnknownResource", envelope.Key.ExternalId, root.Raw("resource")));
        var row = root.Field("row");
        if (ItemBounds.Refused(row) is { } tooLarge)
        {
            throw new ConnectorFailure(FailureKind.Malformed, tooLarge);
        }

        if (SpseRaw.Code(resource, row) is not long code)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("RowWithoutCode", resource.Name, resource.IdField));
        }

        if (resource.IsGrid)
        {
            return Package(envelope, code, Named(resource, row), new DriftNotes());
        }

        var drifts = new DriftNotes();
        drifts.Fields(row, KnownFields);
        return resource.IsSchedule
            ? Stage(envelope, code, row, IndonesianDate.Instant(root.Raw("taken"), SourceZone.Utc) ?? envelope.ReceivedAt, drifts)
            : Package(envelope, code, row, drifts);
    }

    private Submission Package(Envelope envelope, long code, JsonElement row, DriftNotes drifts)
    {
        var title = row.Line("nama_paket") ?? $"Paket {code}";
        var status = Text(row, "status_tender", "status_nontender", "nama_status_tender", "nama_status_nontender", "status", "tahap");
        var facts = Facts(code, row);
        var state = SpseWords.State(status, "status", drifts);
        return new Submission
        {
            Kind = SubmissionKind.Report,
            Title = title,
            Body = Body(title, status, facts),
            Reporter = new Reporter { Organisation = Text(row, "nama_satker", "nama_klpd") },
            ReceivedAt = envelope.ReceivedAt,
            SourceStatus = status,
            SourceState = state,
            EndedAt = state == SourceState.Closed
                ? IndonesianDate.Instant(Text(row, "tgl_selesai_nontender", "tanggal_selesai_nontender", "tanggal_status"), zone, trustOffset: false)
                : null,
            Service = ProcurementService,
            Category = Text(row, "jenis_pengadaan", "kategori_pengadaan"),
            Area = Text(row, "lokasi_pekerjaan"),
            Link = Page(row.Raw("url_lpse")),
            Facts = facts,
            Drifts = drifts.Found,
        };
    }

    /// <summary>A stage that waits for the bureau is a request that is due when the stage ends; one that had ended when it was taken is closed.</summary>
    private Submission Stage(Envelope envelope, long code, JsonElement row, DateTimeOffset takenAt, DriftNotes drifts)
    {
        var name = SpseRaw.StageName(row)
            ?? throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("StageWithoutName", code));
        var from = IndonesianDate.Instant(row.Raw("tgl_awal"), zone, trustOffset: false);
        var until = IndonesianDate.Instant(row.Raw("tgl_akhir"), zone, trustOffset: false);
        var facts = new List<KeyValuePair<string, string>> { new("Kode paket", Text(code)), new("Tahap", name) };
        Add(facts, "Mulai", from is DateTimeOffset f ? $"{Wita.At(f):yyyy-MM-dd HH.mm} WITA" : null);
        Add(facts, "Batas menurut SPSE", until is DateTimeOffset u ? $"{Wita.At(u):yyyy-MM-dd HH.mm} WITA" : null);
        return new Submission
        {
            Kind = SubmissionKind.Request,
            Title = $"{name}: paket {code}",
            Body = $"Tahap \"{name}\" pada paket {code} menunggu tindakan.\n{Lines(facts)}",
            ReceivedAt = envelope.ReceivedAt,
            SourceState = until < takenAt ? SourceState.Closed : SourceState.Open,
            Service = ProcurementService,
            StageEndsAt = until,
            Facts = facts,
            Drifts = drifts.Found,
        };
    }

    private static List<KeyValuePair<string, string>> Facts(long code, JsonElement row)
    {
        var facts = new List<KeyValuePair<string, string>> { new("Kode paket", Text(code)) };
        Add(facts, "Versi", Text(row, "versi_tender", "versi_nontender"));
        Add(facts, "Kode RUP", Text(row, "kd_rup", "kd_rup_paket"));
        Add(facts, "Pagu", Money(row, "pagu"));
        Add(facts, "HPS", Money(row, "hps"));
        Add(facts, "Nilai kontrak", Money(row, "nilai_kontrak"));
        Add(facts, "Metode", Text(row, "mtd_pemilihan", "metode_pengadaan"));
        Add(facts, "Sumber dana", Text(row, "sumber_dana", "ang", "anggaran"));
        Add(facts, "Tahun anggaran", Text(row, "tahun_anggaran", "list_tahun_anggaran"));
        Add(facts, "Penyedia", Text(row, "nama_penyedia"));
        Add(facts, "Alasan diulang", Text(row, "ket_diulang"));
        Add(facts, "Alasan ditutup", Text(row, "ket_ditutup"));
        Add(facts, "Penetapan pemenang", IndonesianDate.Day(row.Raw("tgl_penetapan_pemenang"))?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return facts;
    }

    private static string Body(string title, string? status, IEnumerable<KeyValuePair<string, string>> facts) =>
        $"{title}\n{(status is null ? "" : $"Status: {status}\n")}{Lines(facts)}";

    private static string Lines(IEnumerable<KeyValuePair<string, string>> facts) => string.Join('\n', facts.Select(f => $"{f.Key}: {f.Value}"));

    /// <summary>A grid's row is a list of strings; its columns get the names that the interfaces use.</summary>
    private static JsonElement Named(SpseResource resource, JsonElement row)
    {
        var fields = resource.Columns.Zip(row.EnumerateArray()).Where(c => c.First.Length > 0)
            .ToDictionary(c => c.First, c => c.Second.Raw() is string text ? Badge().Replace(text, " ") : null);
        return JsonSerializer.SerializeToElement(fields);
    }

    private static void Add(List<KeyValuePair<string, string>> facts, string label, string? value)
    {
        if (value is not null)
        {
            facts.Add(new(label, value));
        }
    }

    private static string? Text(JsonElement row, params ReadOnlySpan<string> names) => PlainText.LineOrNull(row.Field(names).Raw());

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Money(JsonElement row, string name) => Rupiah.Read(row.Field(name)) is decimal amount ? Rupiah.Show(amount) : null;

    // The grid hangs marks such as "Tender Ulang" behind the name.
    [GeneratedRegex("<span\\b[^>]*>[^<]*</span>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Badge();

    private static Uri? Page(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? link : null;

    private static JsonDocument Parse(Envelope envelope)
    {
        try
        {
            return JsonDocument.Parse(envelope.Raw);
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SpseTexts>("StoredNoJson", envelope.Key.ExternalId), e);
        }
    }
}

using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Privacy;

public sealed class NamedFilesTests
{
    [Theory]
    [InlineData("KTP_Budi.pdf", "lihat KTP Budi.pdf, lalu ktp_budi.PDF", "lihat ▇▇▇▇.pdf, lalu ▇▇▇▇.pdf")]
    [InlineData("KTP ▇▇▇▇.pdf", "berkas KTP_▇▇▇▇.pdf ada", "berkas ▇▇▇▇.pdf ada")]
    [InlineData("a.pdf|data.pdf", "data.pdf dan a.pdf", "▇▇▇▇.pdf dan ▇▇▇▇.pdf")]
    [InlineData("surat", "Surat itu ada di surat kabar", "Surat itu ada di surat kabar")]
    [InlineData("surat", "[surat]\nMohon surat", "[▇▇▇▇]\nMohon surat")]
    [InlineData("surat|denah", "surat, denah: isi lampiran tidak dapat dibaca", "▇▇▇▇, ▇▇▇▇: isi lampiran tidak dapat dibaca")]
    [InlineData(".|_", "apa pun. _ tetap", "apa pun. _ tetap")]
    public void A_file_is_covered_where_a_text_calls_it_by_its_name(string names, string text, string shown)
    {
        var texts = new TicketTexts { Body = text, Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [] } };

        new Blotting([], isProtected: false, isSecret: false, texts, names.Split('|')).Of(texts).Blotted.Body.ShouldBe(shown);
    }
}

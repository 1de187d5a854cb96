using Hub.Domain.Letters;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Routing;

public sealed class RoutingQuestionTests
{
    private const string Below = "Dari: Camat\nKami mohon pinjam bus milik pemerintah provinsi.";

    [Theory]
    [InlineData("Mohon ditindaklanjuti.", true)]
    [InlineData("Sebelumnya kami minta bus, sekarang kami hanya perlu kursi lipat untuk seratus orang.", false)]
    public void A_thin_cover_is_read_with_what_it_forwards(string written, bool withBelow)
    {
        var question = RoutingQuestion.About("email", Item(written, null));

        question.Body.Contains("bus milik pemerintah", StringComparison.Ordinal).ShouldBe(withBelow);
    }

    [Fact]
    public void A_letter_is_read_beside_the_cover()
    {
        var question = RoutingQuestion.About("email", Item("Surat terlampir.", new Letter { Number = "005/1/DKP/2026", From = "DINAS PERIKANAN" }));

        question.Body.ShouldBe("Surat terlampir.\n\n[surat.pdf]\nPinjam kursi.");
        (question.LetterNumber, question.Organisation).ShouldBe(("005/1/DKP/2026", "DINAS PERIKANAN"));
    }

    private static Submission Item(string written, Letter? letter) => new()
    {
        Title = "Fwd", Body = $"{written}\n{Below}", ReceivedAt = DateTimeOffset.UnixEpoch, Mail = new Mail { NewText = written }, Letter = letter, LetterNumber = letter?.Number,
        LetterText = letter is null ? null : "[surat.pdf]\nPinjam kursi.",
    };
}

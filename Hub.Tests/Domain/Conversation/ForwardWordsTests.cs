using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Conversation;

public sealed class ForwardWordsTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    private static readonly IReadOnlyList<Office> Offices = Office.Shipped();

    private static readonly RoutingDecision Route = new()
    {
        Bureau = "umum", Kind = SubmissionKind.Request, Score = 0.5, RunnerUp = new Candidate("hukum", null, 0.4), Triage = true, Why = [new Reason("close-call", ["umum", "hukum"])],
    };

    [Theory]
    [InlineData("1", "umum", null)]
    [InlineData("2", "hukum", null)]
    [InlineData("2 karena menyangkut peraturan", "hukum", "karena menyangkut peraturan")]
    [InlineData("pilihan 2.", "hukum", null)]
    [InlineData("hukum", "hukum", null)]
    [InlineData("ke Biro Hukum: ada pasalnya", "hukum", "ada pasalnya")]
    [InlineData("kepada biro kesejahteraan rakyat, soal beasiswa", "kesra", "soal beasiswa")]
    [InlineData("Pengadaan Barang dan Jasa\nsoal tender", "pbj", "soal tender")]
    [InlineData("pemerintahan-otda", "pemerintahan-otda", null)]
    [InlineData("Adm. Pembangunan", "adbang", null)]
    [InlineData("Biro Antariksa", null, null)]
    [InlineData("3", null, null)]
    [InlineData("ke", null, null)]
    [InlineData("ke Dinas Perhubungan: lampu jalan padam", "dinas-perhubungan", "lampu jalan padam")]
    [InlineData("kepada Dinas Pendidikan dan Kebudayaan soal guru", "dinas-pendidikan-dan-kebudayaan", "soal guru")]
    [InlineData("BPBD banjir di Sesayap", "badan-penanggulangan-bencana-daerah", "banjir di Sesayap")]
    public void A_choice_or_a_bureau_is_read_as_people_write_it(string argument, string? bureau, string? reason)
    {
        var read = ForwardWords.Read(argument, Route, Catalogue, Offices, null);

        (read.Bureau, read.Reason).ShouldBe((bureau, reason));
    }

    [Fact]
    public void What_is_less_likely_than_one_in_a_hundred_is_no_choice()
    {
        ForwardWords.Choices(Route with { RunnerUp = new Candidate("hukum", null, 0.0099) }).Second.ShouldBeNull();
        ForwardWords.Choices(Route with { RunnerUp = new Candidate("hukum", null, 0.01) }).Second.ShouldNotBeNull();
        ForwardWords.Choices(Route with { Score = 0, RunnerUp = null }).ShouldBe((null, null));
    }

    [Fact]
    public void Each_choice_brings_the_service_that_it_is_a_candidate_for()
    {
        ForwardWords.Read("1", Route, Catalogue, Offices, null).Service.ShouldBe(Route.Service);
        ForwardWords.Read("2", Route, Catalogue, Offices, null).Service.ShouldBe(Route.RunnerUp!.Service);
        ForwardWords.Read("hukum", Route, Catalogue, Offices, null).Service.ShouldBeNull();
    }

    [Fact]
    public void The_third_choice_is_the_proposed_office_where_there_is_one()
    {
        ForwardWords.Read("3 sesuai urusannya", Route, Catalogue, Offices, Offices[0]).ShouldBe((Offices[0].Code, null, "sesuai urusannya"));
        ForwardWords.Read("3", Route, Catalogue, Offices, null).Bureau.ShouldBeNull();
    }

    [Fact]
    public void Without_a_second_candidate_there_is_no_second_choice()
    {
        ForwardWords.Read("2", Route with { RunnerUp = null }, Catalogue, Offices, null).Bureau.ShouldBeNull();
        ForwardWords.Read("2", Route with { RunnerUp = new Candidate("umum", 27, 0.4) }, Catalogue, Offices, null).Bureau.ShouldBeNull();
    }

    [Fact]
    public void Not_ours_names_authority_and_explanation()
    {
        ForwardWords.NotOurs("PLN: jaringan listrik diurus PLN").ShouldBe(("PLN", "jaringan listrik diurus PLN"));
        ForwardWords.NotOurs("Dinas PUPR\nJalan provinsi diurus dinas.").ShouldBe(("Dinas PUPR", "Jalan provinsi diurus dinas."));
        ForwardWords.NotOurs("kami").ShouldBeNull();
        ForwardWords.NotOurs("PLN:").ShouldBeNull();
    }
}

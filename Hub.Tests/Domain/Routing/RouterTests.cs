using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Routing;

public sealed class RouterTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();
    private static readonly Router Router = new(Catalogue, RuleSet.Embedded(Catalogue));
    private static readonly Lazy<Router> Scored = new(() => Hub.Domain.Routing.Router.Embedded(Catalogue));

    [Fact]
    public void An_inbox_of_the_decree_points_to_its_bureau_and_a_person_decides_what_says_nothing_else()
    {
        foreach (var bureau in Catalogue.Bureaus)
        {
            foreach (var inbox in bureau.Inboxes.Except(bureau.GeneralInboxes))
            {
                var decision = Router.Decide(Mail(inbox, "Surat", "Dengan hormat, terlampir surat kami."));

                decision.Bureau.ShouldBe(bureau.Code, inbox);
                decision.Triage.ShouldBeTrue(inbox);
                decision.Why.ShouldContain(r => r.Code == "inbox" && string.Equals(r.Values[0], inbox, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact]
    public void The_address_of_the_whole_province_says_nothing_about_whose_it_is()
    {
        var general = Catalogue.Bureaus.SelectMany(b => b.GeneralInboxes).ShouldHaveSingleItem();

        Router.Decide(Mail(general, "Surat", "Dengan hormat, terlampir surat kami.")).Why.ShouldContain(r => r.Code == "no-match");
    }

    [Fact]
    public void Every_system_routes_to_its_owner()
    {
        foreach (var system in Catalogue.Systems.Where(s => s.Code != "lapor"))
        {
            var decision = Router.Decide(new RoutingQuestion { System = system.Code, Subject = "Data", Body = "" });

            decision.Bureau.ShouldBe(system.Bureau);
            decision.Service.ShouldBe(system.Services is [var only] ? only : null);
            decision.Rule.ShouldBe($"system-{system.Code}");
            decision.Triage.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("(0552) 22454")]
    [InlineData("0552-22454")]
    [InlineData("(0552) 21567")]
    public void A_number_that_bureaus_share_never_routes(string number)
    {
        var decision = Router.Decide(new RoutingQuestion { System = "phone", To = number, Body = "Selamat pagi." });

        decision.Bureau.ShouldBeNull();
        decision.Triage.ShouldBeTrue();
        decision.Why.ShouldContain(r => r.Code == "no-match");
    }

    [Fact]
    public void Mail_to_the_misprinted_inbox_goes_to_triage_with_the_bureau_that_was_meant()
    {
        var decision = Router.Decide(Mail("perkonomian.kaltara@gmail.com", "Halo", "Terlampir surat kami."));

        decision.Bureau.ShouldBe("perekonomian");
        decision.Triage.ShouldBeTrue();
        decision.Why.ShouldContain(r => r.Code == "rule-asks" && r.Values[0] == "misprint-perkonomian-kaltara");
    }

    [Fact]
    public void What_the_source_says_wins_over_every_word()
    {
        var decision = Router.Decide(Mail("birososial.kaltara@gmail.com", "Pinjam ruang rapat Tenguyun", "Mohon pinjam ruang rapat") with { Service = 9, Kind = SubmissionKind.Report });

        decision.Bureau.ShouldBe("hukum");
        decision.Service.ShouldBe(9);
        decision.Kind.ShouldBe(SubmissionKind.Report);
        decision.Score.ShouldBe(1);
        decision.Triage.ShouldBeFalse();
        decision.Why[0].Code.ShouldBe("source-says");
    }

    [Fact]
    public void A_mail_in_the_wrong_inbox_goes_to_triage_with_both_bureaus()
    {
        var decision = Router.Decide(Mail("birososial.kaltara@gmail.com", "Peminjaman ruang rapat", "Kami bermaksud meminjam ruang rapat Tenguyun."));

        decision.Triage.ShouldBeTrue();
        string?[] candidates = [decision.Bureau, decision.RunnerUp?.Bureau];
        candidates.ShouldBe(["kesra", "umum"], ignoreOrder: true);
        decision.Why.ShouldContain(r => r.Code == "inbox-disagrees");
        decision.Why.ShouldContain(r => r.Code == "words");
    }

    [Fact]
    public void A_report_about_another_authority_names_it_and_waits_for_a_person()
    {
        var decision = Router.Decide(new RoutingQuestion { System = "lapor", Subject = "Jalan rusak", Body = "Jalan berlubang di Bulungan tolong diperbaiki" });

        decision.NotOurs.ShouldBe("Dinas PUPR-Perkim");
        decision.Bureau.ShouldBe("organisasi");
        decision.Service.ShouldBe(29);
        decision.Triage.ShouldBeTrue();
        decision.Class.ShouldBe("tidak-berkadar-pengawasan");
    }

    [Theory]
    [InlineData("400/442/ BKESRA / 2025", "BKESRA")]
    [InlineData("000.1.4/0073/B.ABANG", "BABANG")]
    [InlineData("800/12/pemotda", "PEMOTDA")]
    [InlineData("000.8/162/BO", "BO")]
    [InlineData("027/15/BPBJ-II/2025", "BPBJ")]
    [InlineData("300/9/BPBD/2025", "BPBD")]
    [InlineData("tanpa nomor", null)]
    public void Letter_numbers_are_read_however_they_are_punctuated(string number, string? code) =>
        LetterNumber.UnitCode(number).ShouldBe(code);

    [Fact]
    public void The_code_of_another_agency_is_no_hint()
    {
        var decision = Router.Decide(new RoutingQuestion { System = "manual", Body = "Terlampir surat", LetterNumber = "300/9/BPBD/2025" });

        decision.Bureau.ShouldBeNull();
    }

    [Fact]
    public void A_mail_in_the_wrong_inbox_goes_straight_to_the_other_bureau_when_it_is_very_clear()
    {
        var decision = Scored.Value.Decide(Mail("birososial.kaltara@gmail.com", "Peminjaman ruang rapat Tenguyun", "Kami bermaksud meminjam ruang rapat Tenguyun lantai 2 kantor gubernur, reservasi SIMPAS sudah kami buat."));

        decision.Bureau.ShouldBe("umum");
        decision.Service.ShouldBe(27);
        decision.Triage.ShouldBeFalse();
        decision.Score.ShouldBeGreaterThan(0.97);
        decision.RunnerUp!.Bureau.ShouldBe("kesra");
    }

    [Fact]
    public void The_model_that_ships_is_what_the_examples_give_byte_for_byte()
    {
        using var learnt = new MemoryStream();
        using var shipped = new MemoryStream();
        RoutingModel.Learn(RoutingExample.Embedded(Catalogue), Catalogue).Save(learnt);
        RoutingModel.Embedded(Catalogue).Save(shipped);

        learnt.ToArray().AsSpan().SequenceEqual(shipped.ToArray()).ShouldBeTrue("run: hub route train --examples --out Hub.Domain/Routing/routing-model.bin");
    }

    [Theory]
    [InlineData("lapor", "Ada pungli saat pengurusan beasiswa Kaltara Unggul", "kesra", 5, "berkadar-pengawasan")]
    [InlineData("lapor", "Beasiswa Kaltara Unggul saya belum cair, petugas lambat", "kesra", 5, "tidak-berkadar-pengawasan")]
    [InlineData("email", "Tidak bisa login SPSE dan tidak bisa unggah dokumen penawaran, error terus di LPSE", "pbj", 17, "ringan")]
    [InlineData("email", "Pokja bersekongkol dengan peserta dan ada fee proyek dalam tender ini, kami mengadu", "pbj", 19, "berkadar-pengawasan")]
    [InlineData("email", "Dana hibah masjid kami belum cair, kami kecewa", "kesra", 3, null)]
    public void A_complaint_gets_the_class_of_its_table_and_only_where_there_is_one(string system, string body, string bureau, int service, string? grade)
    {
        var decision = Scored.Value.Decide(new RoutingQuestion { System = system, Body = body, Kind = SubmissionKind.Complaint });

        decision.Bureau.ShouldBe(bureau);
        decision.Service.ShouldBe(service);
        decision.Class.ShouldBe(grade);
    }

    [Fact]
    public void A_question_through_lapor_is_normative()
    {
        var decision = Scored.Value.Decide(new RoutingQuestion { System = "lapor", Body = "Bagaimana syarat beasiswa?", Kind = SubmissionKind.InformationRequest });

        decision.Class.ShouldBe("normatif");
    }

    private static RoutingQuestion Mail(string to, string subject, string body) => new() { System = "email", To = to, Subject = subject, Body = body };
}

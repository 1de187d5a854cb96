using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Privacy;

/// <summary>A text costs as much as it is long, whatever stands in it, and nothing in it stays open because nobody looked there.</summary>
public sealed class LongTextTests
{
    private static readonly Reporter Zubaidah = new() { Name = "Zubaidah Quraisyin", Phone = "081355570001", NationalId = "6503014507850001", Anonymous = true };

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Twice_the_text_is_twice_the_work(int length)
    {
        var (once, twice) = (LeakGate.Pieces(length).ToList(), LeakGate.Pieces(2 * length).ToList());

        once.Concat(twice).ShouldAllBe(p => p.To - p.From <= LeakGate.LongestPiece);
        twice.Sum(p => (long)p.To - p.From).ShouldBeLessThanOrEqualTo((2 * once.Sum(p => (long)p.To - p.From)) + LeakGate.LongestPiece);
        once[0].Start.ShouldBe(0);
        once[^1].End.ShouldBe(length);
        once.Zip(once.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
    }

    /// <summary>Where each character came from was written down anew for each piece, for each reader: 128 KB a piece, which the runtime keeps until a whole collection; texts of 0.9 MB took the hub 50 MB higher.</summary>
    [Theory]
    [InlineData("jalan rusak. ")]
    [InlineData("jalan ru\u200Bsak. ")]
    [InlineData("ja\u0301lan \U0001D427usak. ")]
    public void A_piece_costs_its_letters(string text)
    {
        var whole = FoldedText.OfPlain(string.Concat(Enumerable.Repeat(text, 10_000)));
        whole.Piece(0, 1).Text.Length.ShouldBe(1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var piece = whole.Piece(20_000, 36_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(33_000);
        piece.Text.ShouldBe(whole.Text[20_000..36_000]);
        Enumerable.Range(0, 16_000).Select(i => piece.Origin(i, 1)).ShouldBe(Enumerable.Range(20_000, 16_000).Select(i => whole.Origin(i, 1)));
        piece.Piece(100, 200).Origin(3, 5).ShouldBe(whole.Origin(20_103, 5));
    }

    /// <summary>The same places as when each is written down for itself.</summary>
    [Fact]
    public void Every_character_is_known_to_have_come_from_where_it_did()
    {
        var whole = FoldedText.OfPlain("A\u200B\u200Bb\U0001D427c e\u0301\u00ADz");

        whole.Text.ShouldBe("abnc ez");
        Enumerable.Range(0, 7).Select(i => whole.Origin(i, 1)).ShouldBe([(0, 1), (3, 1), (4, 2), (6, 1), (7, 1), (8, 1), (11, 1)]);
        var written = whole.With([(1, 3, "12345")]);
        written.Text.ShouldBe("a12345 ez");
        Enumerable.Range(0, 9).Select(i => written.Origin(i, 1)).ShouldBe([(0, 1), (3, 4), (3, 4), (3, 4), (3, 4), (3, 4), (7, 1), (8, 1), (11, 1)]);
        FoldedText.OfMarkup("x &amp;<p>y").Origin(2, 1).ShouldBe((2, 5));
    }

    /// <summary>Whatever lies across the place where two pieces meet is seen whole by one of them.</summary>
    [Theory]
    [InlineData("Zubaidah Quraisyin")]
    [InlineData("NIK 6503 0145 0785 0001")]
    [InlineData("enam lima nol tiga nol satu empat lima nol tujuh delapan lima nol nol nol satu")]
    [InlineData("warga.lain@surel.contoh.id")]
    [InlineData("tinggal di Jl. Sengkawit No. 12")]
    public void What_lies_across_a_seam_is_blotted(string telling)
    {
        var last = telling.Split(' ')[^1];
        foreach (var (_, end, _, _) in LeakGate.Pieces(20_000).SkipLast(1))
        {
            for (var before = -2; before <= telling.Length + 2; before += 5)
            {
                var text = string.Concat(Enumerable.Repeat("jalan rusak. ", 1000))[..(end - before)] + " " + telling + " " + string.Concat(Enumerable.Repeat("air keruh. ", 800));

                var masked = LeakGate.Mask(text, Zubaidah);

                masked.ShouldNotContain(telling);
                masked.ShouldNotContain(last);
                masked.ShouldStartWith("jalan rusak. ");
                masked.ShouldEndWith("air keruh. ");
            }
        }
    }

    /// <summary>Numbers without end: each group of digits is in some number, wherever the pieces meet.</summary>
    [Fact]
    public void A_row_of_numbers_without_end_leaves_none_open()
    {
        var masked = LeakGate.Mask(string.Join(' ', Enumerable.Range(0, 4000).Select(i => $"0813 5557 {1000 + (i % 9000)}")), Zubaidah);

        masked.Any(char.IsAsciiDigit).ShouldBeFalse();
    }

    [Fact]
    public void What_is_longer_than_a_piece_covers_all_behind_it()
    {
        var masked = LeakGate.Mask("Surel saya budi at contoh" + string.Concat(Enumerable.Repeat(" dot ab", 4000)) + " dan nama", Zubaidah);

        masked.ShouldBe($"Surel saya {LeakGate.Blot}");
    }

    /// <summary>A push of 900 KB whose text was one word of the name, again and again, took the hub to 3.4 GB and held the store for a minute.</summary>
    [Theory]
    [InlineData("Zubaidah Quraisyin")]
    [InlineData("Zubaidah Zubaidah Zubaidah Zubaidah Zubaidah Zubaidah Zubaidah Zubaidah Zubaidah Zubaidah")]
    [InlineData("Z Zubaidah Quraisyin Hendrika Solvatir Aabcde Bcdefa Cdefab Defabc Efabcd")]
    public void Whoever_is_named_without_end_is_found_within_bounds(string name)
    {
        var text = "jalan rusak. " + string.Concat(Enumerable.Repeat("Zubaidah ", 40_000));
        var who = new Reporter { Name = name, Anonymous = true };

        LeakGate.Check([new OutgoingPart("", text)], new Guarded(who)).Count.ShouldBeLessThanOrEqualTo(LeakGate.MostFindings + 1);

        var masked = LeakGate.Mask(text, who);
        masked.ShouldStartWith("jalan rusak. ");
        masked.ShouldNotContain("Zubaidah");
    }

    /// <summary>Each word is a walk through the text; nobody has so many.</summary>
    [Fact]
    public void Of_who_has_more_words_to_a_name_than_anybody_no_text_stays_open()
    {
        var who = new Reporter { Name = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Zub{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}")), Anonymous = true };

        LeakGate.Mask("jalan rusak", who).ShouldBe(LeakGate.Blot);
        LeakGate.Mask("jalan rusak", who with { Name = "Panitia Pembangunan Masjid Jami Nurul Iman Desa Tanjung Palas Hilir Kecamatan Tanjung Palas Kabupaten Bulungan" }).ShouldBe("jalan rusak");
    }

    /// <summary>More than anybody's name: nothing is looked for, so nothing stays open.</summary>
    [Fact]
    public void Of_who_has_a_name_without_end_no_text_stays_open()
    {
        var who = new Reporter { Name = string.Concat(Enumerable.Repeat("Zubaidah Quraisyin ", 40)), Anonymous = true };

        LeakGate.Mask("Jalan rusak.", who).ShouldBe(LeakGate.Blot);
        var texts = new TicketTexts { Title = "Jalan rusak", Body = "Isi", Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [] } };
        var blotted = new Blotting([who], isProtected: true, isSecret: false, texts).Of(texts).Blotted;
        (blotted.Title, blotted.Body).ShouldBe((LeakGate.Blot, LeakGate.Blot));
    }

    /// <summary>A text that is signed hundreds of times is read a few times, and every signature is covered.</summary>
    [Fact]
    public void Signatures_without_end_are_covered_where_they_stand()
    {
        var body = string.Join('\n', Enumerable.Range(0, 400).Select(i => $"Hormat saya, Qura{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}isyin"));
        var texts = new TicketTexts { Title = "Jalan rusak", Body = body, Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [] } };

        var blotted = new Blotting([], isProtected: true, isSecret: false, texts).Of(texts).Blotted.Body;

        blotted.ShouldNotContain("isyin");
        blotted.ShouldContain("Hormat saya");
    }

    [Theory]
    [InlineData("Kami dari Yayasan Melati Putih mengadu.")]
    [InlineData("Yayasan MELATI-PUTIH")]
    [InlineData("Kami dari Yayasan M3lati Put1h.")]
    public void The_body_that_a_protected_reporter_is_from_is_told_nowhere(string body)
    {
        var texts = new TicketTexts { Title = "Jalan rusak", Body = body, Organisation = "Yayasan Melati Putih", Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [new("organisation", ["Yayasan Melati Putih"])] } };

        foreach (var isSecret in new[] { false, true })
        {
            var blotting = new Blotting([], isProtected: true, isSecret, texts);
            var open = blotting.Open(blotting.Of(texts));
            open.Organisation.ShouldBe(LeakGate.Blot);
            open.Body.ShouldNotContain("lati", Case.Insensitive);
            open.Route.Why.SelectMany(r => r.Values).ShouldAllBe(v => !v.Contains("Melati"));
        }

        var shown = new Blotting([], isProtected: false, isSecret: false, texts);
        shown.Open(shown.Of(texts)).Organisation.ShouldBe("Yayasan Melati Putih");
    }
}

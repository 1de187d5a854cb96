using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Work;

/// <summary>What a service asks for: read from what came, ticked by people, named to the reporter in the decree's words.</summary>
public sealed class RequirementTests : IAsyncLifetime
{
    private const string Reporter = "pegawai@contoh.id";
    private const string Staff = "staf.organisasi@setda.contoh";
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    private MailOffice office = null!;

    public async ValueTask InitializeAsync() => office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 11, 3, 9, 0, 0, Wita.Offset));

    [Fact]
    public async Task A_card_without_photo_and_statement_is_told_what_is_missing_and_with_them_is_complete()
    {
        var ticket = await CardAsync("Kartu tanda pengenal saya hilang di pasar, mohon dibuatkan yang baru.");
        Missing(ticket).ShouldBe([2, 3]);
        var receipt = await office.MailAsync(ticket, NoticePurpose.Receipt);
        receipt.ShouldContain("2. Foto pegawai (belum ada)");
        receipt.ShouldContain("3. Surat pernyataan Kartu Tanda Pengenal yang hilang (belum ada)");

        var complete = await CardAsync("Kartu tanda pengenal saya hilang, terlampir foto dan suratnya.", ("andi.jpg", "image/jpeg", 20_000), ("surat kehilangan polsek.pdf", "application/pdf", 500));
        Missing(complete).ShouldBeEmpty();
        (await office.MailAsync(complete, NoticePurpose.Receipt)).ShouldNotContain("belum ada");
    }

    [Fact]
    public async Task Who_lost_nothing_needs_no_statement_and_the_mark_of_a_letterhead_is_no_photo()
    {
        var ticket = await CardAsync("Saya pegawai baru, mohon kartu tanda pengenal.", ("image001.png", "image/png", 20_000));

        Missing(ticket).ShouldBe([2]);
        Checklist.Of(ticket, Catalogue).Select(l => l.Number).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task MINTA_DATA_with_numbers_names_them_to_the_reporter_and_LENGKAP_ends_the_wait()
    {
        var ticket = await CardAsync("Saya pegawai baru, mohon kartu tanda pengenal.");
        (await office.MailAsync(ticket, NoticePurpose.Assigned)).ShouldMatch("Syarat 2 +: Foto pegawai \\(belum ada\\)");

        await office.AnswerAsync(Staff, ticket, NoticePurpose.Assigned, "MINTA DATA 2: latar merah");

        var asked = await office.TicketAsync(ticket.Number);
        asked.Status.ShouldBe(TicketStatus.WaitingForReporter);
        var question = await office.MailAsync(asked, NoticePurpose.Question);
        question.ShouldContain("1. Foto pegawai", customMessage: "who is asked for one thing counts one");
        question.ShouldContain("latar merah");

        await office.AnswerAsync(Staff, ticket, NoticePurpose.Assigned, "LENGKAP");

        var complete = await office.TicketAsync(ticket.Number);
        (complete.Status, Missing(complete).Count).ShouldBe((TicketStatus.InProgress, 0));
    }

    [Fact]
    public async Task People_have_the_last_word_and_only_on_numbers_that_there_are()
    {
        var ticket = await CardAsync("Saya pegawai baru, mohon kartu tanda pengenal.");
        await office.AnswerAsync(Staff, ticket, NoticePurpose.Assigned, "LENGKAP 2");
        Missing(await office.TicketAsync(ticket.Number)).ShouldBeEmpty();

        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.CheckRequirements([], [2]));
        Missing(await office.TicketAsync(ticket.Number)).ShouldBe([2]);

        (await Should.ThrowAsync<TicketRefusal>(() => office.Hub.ChangeAsync(ticket.Number, new TicketChange.Ask("", [9])))).Message.ShouldContain("nomor 9");
    }

    [Fact]
    public async Task Another_service_has_its_own_list()
    {
        var ticket = await CardAsync("Saya pegawai baru, mohon kartu tanda pengenal.");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.CheckRequirements([2], []));
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.SetService(30));

        Checklist.Of(await office.TicketAsync(ticket.Number), Catalogue).Select(l => l.Requirement.Text).ShouldBe(Catalogue.FindService(30)!.Requirements);
    }

    [Theory]
    [InlineData("2,4", new[] { 2, 4 }, "")]
    [InlineData("1 dan 3: dibawa ke loket", new[] { 1, 3 }, "dibawa ke loket")]
    [InlineData("2 lembar foto", new int[0], "2 lembar foto")]
    [InlineData("nomor rekening", new int[0], "nomor rekening")]
    public void Numbers_are_read_as_numbers_of_requirements_only_where_nothing_else_follows_them(string words, int[] numbers, string rest)
    {
        var read = RequirementWords.Read(words);
        read.Numbers.ShouldBe(numbers);
        read.Words.ShouldBe(rest);
    }

    [Fact]
    public void Every_printed_requirement_stands_on_the_list_of_its_service()
    {
        foreach (var service in Catalogue.Services.Where(s => s.Number != 31))
        {
            service.Checklist.Select(r => r.Text).ShouldBe(service.Requirements, $"{service.Number}");
        }

        Catalogue.FindService(31)!.Requirements.ShouldBe(["Surat Elektronik berisi pengajuan pembuatan tanda pengenal ASN dan foto pegawai"], "the list parts it into mail and photo, and adds step 3 of PROSEDUR");
    }

    private async Task<Ticket> CardAsync(string text, params (string Name, string MediaType, int Size)[] files)
    {
        var ticket = await office.WriteAsync(Reporter, "Permohonan tanda pengenal ASN (Bintang Sakti)", text, files);
        if (ticket.Service != 31)
        {
            await office.Hub.ChangeAsync(ticket.Number, new TicketChange.SetService(31));
            ticket = await office.TicketAsync(ticket.Number);
        }

        return ticket;
    }

    private static List<int> Missing(Ticket ticket) => [.. Checklist.Of(ticket, Catalogue).Where(l => l.IsMissing).Select(l => l.Number)];

    public ValueTask DisposeAsync() => office.DisposeAsync();
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hub.Host.People.Access;
using Hub.Host.Work.Offices;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>What accuses Biro Organisasi goes to the Inspektorat's address: a verifier who puts their own there would read it, and end it by a reply.</summary>
public sealed class InspectorateTests : IAsyncLifetime
{
    private const string Page = "/offices/inspektorat";
    private const string Refusal = "Alamat Inspektorat hanya diubah oleh administrator";
    private HubFixture hub = null!;
    private Visitor verifier = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync();
        verifier = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        using var administrator = await Visitor.SignedInAsync(hub, "budi", null, Roles.Administrator);
        using var kept = await administrator.SubmitAsync(Page, "office", ("name", "Inspektorat"), ("liaison", "Ardi"), ("email", "penghubung@inspektorat.contoh"));
        kept.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await AddressAsync()).ShouldBe("penghubung@inspektorat.contoh");
    }

    [Theory]
    [InlineData("siti.pribadi@surel.contoh")]
    [InlineData("")]
    public async Task No_verifier_puts_another_address_or_none_in_its_place(string address)
    {
        using var answer = await verifier.SubmitAsync(Page, "office", ("name", "Inspektorat"), ("email", address));

        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)).ShouldContain(Refusal);
        (await AddressAsync()).ShouldBe("penghubung@inspektorat.contoh");
    }

    [Theory]
    [InlineData("inspektorat;Inspektorat;siti.pribadi@surel.contoh;")]
    [InlineData(";Inspektorat;siti.pribadi@surel.contoh;")]
    [InlineData(";INSPEKTORAT;siti.pribadi@surel.contoh;")]
    public async Task Nor_does_a_file(string row)
    {
        var page = await UploadAsync($"Kode;Nama;Surel;Telepon\n{row}\n;Dinas Sosial;rina@dinsos.contoh;0552 1234\n");

        page.ShouldContain("1 baris disimpan.");
        page.ShouldContain(Refusal);
        (await AddressAsync()).ShouldBe("penghubung@inspektorat.contoh");
    }

    /// <summary>What is not the address stays the verifier's to keep; the trail says what was changed, and by whom.</summary>
    [Fact]
    public async Task Telephone_and_address_of_the_office_are_kept_by_the_verifier_as_before()
    {
        using var answer = await verifier.SubmitAsync(Page, "office", ("name", "Inspektorat"), ("liaison", "Ardi"), ("email", "penghubung@inspektorat.contoh"), ("phone", "0552 21234"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        await using var db = hub.Database.Open();
        (await db.Audit.AsNoTracking().Where(a => a.Action == "office.kept").OrderBy(a => a.Id).Select(a => a.Actor + ": " + a.Detail).ToListAsync(Token)).ShouldBe(["budi: Pejabat penghubung, Surel", "siti: Telepon"]);
    }

    [Fact]
    public async Task A_file_that_is_no_table_and_an_office_that_is_not_there_are_said_to_be_so()
    {
        (await UploadAsync("bukan tabel\n")).ShouldContain("role=\"alert\"");
        using var unknown = await verifier.GetAsync("/offices/tidak-ada");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var named = await verifier.SubmitAsync("/offices/new", "office", ("name", "Biro Umum"));
        WebUtility.HtmlDecode(await named.Content.ReadAsStringAsync(Token)).ShouldContain("adalah biro");
        using var added = await verifier.SubmitAsync("/offices/new", "office", ("name", "Museum Daerah"), ("email", "museum@contoh.id"), ("lapor", "151"));
        added.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await hub.Get<OfficeRegister>().EntriesAsync(Token)).ShouldContain(o => o.Code == "museum-daerah" && o.Email == "museum@contoh.id");
    }

    private async Task<string?> AddressAsync() => (await hub.Get<OfficeRegister>().EntriesAsync(Token)).Single(o => o.Code == "inspektorat").Email;

    private async Task<string> UploadAsync(string table)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("import"), "_handler" },
            { new StringContent(Visitor.TokenOf(await verifier.ReadAsync("/offices"))!), "__RequestVerificationToken" },
        };
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(table));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "file", "kantor.csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/offices") { Content = form };
        using var answer = await verifier.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        verifier.Dispose();
        await hub.DisposeAsync();
    }
}

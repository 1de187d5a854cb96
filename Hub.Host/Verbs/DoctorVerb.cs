using System.CommandLine;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain.Catalogue;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs;

/// <summary><c>doctor</c>: tries store, sources, mail and people, and says what is wrong with each.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var command = new Command("doctor", "Memeriksa basis data, sumber, surel dan kontak. Keluar 1 bila ada yang salah. Contoh: hub doctor --Hub:Data=/srv/hub")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await app.PrepareAsync(token);
        var well = true;
        await foreach (var (what, probe) in ProbesAsync(app.Services, token))
        {
            well &= probe.Ok;
            await Console.Out.WriteLineAsync($"{(probe.Ok ? "baik " : "SALAH")}  {what}: {probe.Detail}");
        }

        return well ? 0 : 1;
    }

    private static async IAsyncEnumerable<(string What, Probe Probe)> ProbesAsync(IServiceProvider services, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        var database = services.GetRequiredService<Database>();
        await using var db = database.Open();
        yield return ("Basis data", new Probe(true, $"{database.Kind}, {await db.Tickets.CountAsync(token)} tiket"));

        foreach (var source in await db.Sources.AsNoTracking().OrderBy(s => s.Name).ToListAsync(token))
        {
            yield return ($"Sumber {source.Name}", await ProbeAsync(() => services.GetRequiredService<ConfiguredConnectors>().Build(source).ProbeAsync(token)));
        }

        yield return services.GetRequiredService<IMailTransport>() is { IsReady: true } mail
            ? ("Surel keluar", await ProbeAsync(() => mail.ProbeAsync(token)))
            : ("Surel keluar", new Probe(false, "Hub:Mail belum diisi; pemberitahuan menumpuk di kotak keluar."));

        var staffed = await db.Contacts.Where(c => c.Role == ContactRole.Staff && c.Bureau != null).Select(c => c.Bureau!).Distinct().ToListAsync(token);
        var without = services.GetRequiredService<ServiceCatalogue>().Bureaus.Where(b => !staffed.Contains(b.Code)).Select(b => b.ShortName).ToList();
        yield return ("Kontak", without.Count == 0 ? new Probe(true, "setiap biro punya petugas") : new Probe(false, $"belum ada petugas untuk {string.Join(", ", without)}"));
    }

    private static async Task<Probe> ProbeAsync(Func<Task<Probe>> probe)
    {
        try
        {
            return await probe();
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            return new Probe(false, e.Message);
        }
    }
}

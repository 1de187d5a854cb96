using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Texts;
using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs;

/// <summary><c>import SOURCE PATH…</c>: takes files through the one pipeline: mails (.eml, maildir) and the exports a connector reads.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = VerbTexts.Say("ImportSource") };
        var paths = new Argument<string[]>("PATH") { Description = VerbTexts.Say("ImportPath"), Arity = ArgumentArity.OneOrMore };
        var quiet = new Option<bool>("--no-notices") { Description = VerbTexts.Say("ImportQuiet") };
        var json = new Option<bool>("--json") { Description = VerbTexts.Say("ResultAsLine") };
        var set = new Option<string[]>("--set") { Description = VerbTexts.Say("ImportSet") };
        var command = new Command("import", VerbTexts.Say("Import"))
        {
            source, paths, quiet, json, set,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(source)!, [.. parsed.GetValue(paths)!.Where(static p => !SettingTokens.IsOne(p))], parsed.GetValue(quiet), parsed.GetValue(json),
            [.. (parsed.GetValue(set) ?? []).Select(static s => $"--{s}"), .. SettingTokens.Of(parsed)], token));
        return command;
    }

    private static async Task<int> RunAsync(string source, string[] paths, bool quiet, bool json, string[] settings, CancellationToken token)
    {
        var found = Files(paths);
        await using var app = HubApp.Build([.. settings, "--Hub:Work=false", "--Serilog:MinimumLevel:Default=Warning"]);
        await app.PrepareAsync(token);
        var intake = app.Services.GetRequiredService<FileIntake>();
        var files = await ChosenAsync(app.Services, source, found, token);
        var watch = Stopwatch.StartNew();
        var seen = 0;
        var taken = 0;
        var refused = 0;
        var before = await CountAsync(app.Services, token);
        foreach (var (file, i) in files.Select((f, i) => (f, i)))
        {
            try
            {
                await using var content = File.OpenRead(file);
                var result = await intake.TakeAsync(source, Path.GetFileName(file), content, quiet, token);
                seen += result.Seen;
                taken += result.Taken;
                foreach (var row in result.Rows.Where(r => r.Outcome == RowOutcome.Refused))
                {
                    refused++;
                    await Console.Error.WriteLineAsync(VerbTexts.Say("ImportRow", file, row.Row, row.Reason));
                }
            }
            catch (ConnectorFailure e)
            {
                refused++;
                await Console.Error.WriteLineAsync($"{file}: {e.Said.In(TerminalLanguage.Spoken)}");
            }

            if (!json && files.Count > 1)
            {
                await Console.Error.WriteAsync($"\r{i + 1}/{files.Count}");
            }
        }

        await app.Services.GetRequiredService<ProcessWorker>().DrainAllAsync(token);
        var after = await CountAsync(app.Services, token);
        var counts = new { seen, tickets = after.Tickets - before.Tickets, duplicates = seen - taken, quarantined = after.Quarantined - before.Quarantined + refused, seconds = Math.Round(watch.Elapsed.TotalSeconds, 3) };
        await Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(counts, JsonSerializerOptions.Web)
            : (files.Count > 1 ? Environment.NewLine : "") + VerbTexts.Say("ImportDone", counts.seen, counts.tickets, counts.duplicates, counts.quarantined, counts.seconds));
        return refused == 0 ? 0 : 1;
    }

    /// <summary>A folder stands for the files in it; of a maildir those in <c>new</c> and <c>cur</c>.</summary>
    private static List<(string Path, bool IsNamed)> Files(string[] paths)
    {
        var files = new List<(string, bool)>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Where(f => !Path.GetFileName(f).StartsWith('.') && Path.GetFileName(Path.GetDirectoryName(f)) != "tmp")
                    .Order(StringComparer.Ordinal).Select(static f => (f, false)));
            }
            else if (File.Exists(path))
            {
                files.Add((path, true));
            }
            else
            {
                throw new StartupRefusal(Said.Of<VerbTexts>("NoFile", path));
            }
        }

        return files;
    }

    /// <summary>Of a folder only what may be the source's; what somebody named is tried whatever it is.</summary>
    private static async Task<List<string>> ChosenAsync(IServiceProvider services, string source, List<(string Path, bool IsNamed)> found, CancellationToken token)
    {
        var reader = await services.GetRequiredService<ConfiguredConnectors>().FindAsync(source, token) as IReadsFiles;
        var strange = found.Where(f => !f.IsNamed && reader?.MayRead(f.Path) == false).Select(static f => f.Path).ToList();
        foreach (var path in strange)
        {
            await Console.Error.WriteLineAsync(VerbTexts.Say("ImportPassedOver", path));
        }

        return [.. found.Select(static f => f.Path).Except(strange, StringComparer.Ordinal)];
    }

    private static async Task<(int Tickets, int Quarantined)> CountAsync(IServiceProvider services, CancellationToken token)
    {
        await using var db = services.GetRequiredService<Database>().Open();
        return (await db.Tickets.CountAsync(token), await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Quarantined, token));
    }
}

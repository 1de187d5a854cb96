using System.CommandLine;
using System.Diagnostics;
using System.IO.Enumeration;
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
        foreach (var link in found.Where(static f => f.IsLink))
        {
            refused++;
            await Console.Error.WriteLineAsync(VerbTexts.Say("ImportLink", link.Path));
        }

        foreach (var (file, i) in files.Select((f, i) => (f, i)))
        {
            try
            {
                await using var content = Open(file);
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
                await Console.Error.WriteLineAsync(Named(file, e.Said.In(TerminalLanguage.Spoken)));
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

    /// <summary>A folder stands for the files in it; of a maildir those in <c>new</c> and <c>cur</c>. What is linked there is not followed: it may lead nowhere, or in a circle.</summary>
    private static List<Found> Files(string[] paths)
    {
        var files = new List<Found>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(In(path));
            }
            else if (File.Exists(path))
            {
                files.Add(new(path, IsNamed: true, IsLink: false));
            }
            else
            {
                throw new StartupRefusal(Said.Of<VerbTexts>("NoFile", path));
            }
        }

        return files;
    }

    private static List<Found> In(string folder)
    {
        try
        {
            var entries = new FileSystemEnumerable<Found>(
                folder,
                static (ref entry) => new(entry.ToSpecifiedFullPath(), IsNamed: false, IsLink(ref entry)),
                new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None })
            {
                ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory || IsLink(ref entry),
                ShouldRecursePredicate = static (ref entry) => !IsLink(ref entry),
            };
            return [.. entries.Where(static f => !Path.GetFileName(f.Path).StartsWith('.') && Path.GetFileName(Path.GetDirectoryName(f.Path)) != "tmp").OrderBy(static f => f.Path, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusal(Said.Of<VerbTexts>("ImportUnopened", folder, e.GetType().Name));
        }
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <exception cref="ConnectorFailure">It is gone, closed to this account, empty, or a pipe, which has no length and would hold the verb for ever.</exception>
    private static FileStream Open(string path)
    {
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Length == 0 ? throw new ConnectorFailure(FailureKind.Malformed, Said.Of<VerbTexts>("ImportNoContent", path)) : file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<VerbTexts>("ImportUnopened", path, e.GetType().Name), e);
        }
    }

    /// <summary>Many sentences begin with the name of the file by themselves.</summary>
    private static string Named(string path, string sentence)
    {
        var name = $"{Path.GetFileName(path)}: ";
        return sentence.StartsWith($"{path}: ", StringComparison.Ordinal) ? sentence : $"{path}: {(sentence.StartsWith(name, StringComparison.Ordinal) ? sentence[name.Length..] : sentence)}";
    }

    /// <summary>Of a folder only what may be the source's; what somebody named is tried whatever it is.</summary>
    private static async Task<List<string>> ChosenAsync(IServiceProvider services, string source, List<Found> found, CancellationToken token)
    {
        var reader = await services.GetRequiredService<ConfiguredConnectors>().FindAsync(source, token) as IReadsFiles;
        var strange = found.Where(f => f is { IsNamed: false, IsLink: false } && reader?.MayRead(f.Path) == false).Select(static f => f.Path).ToList();
        foreach (var path in strange)
        {
            await Console.Error.WriteLineAsync(VerbTexts.Say("ImportPassedOver", path));
        }

        return [.. found.Where(static f => !f.IsLink).Select(static f => f.Path).Except(strange, StringComparer.Ordinal)];
    }

    private static async Task<(int Tickets, int Quarantined)> CountAsync(IServiceProvider services, CancellationToken token)
    {
        await using var db = services.GetRequiredService<Database>().Open();
        return (await db.Tickets.CountAsync(token), await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Quarantined, token));
    }

    /// <param name="IsNamed">By a person, not found in a folder.</param>
    private readonly record struct Found(string Path, bool IsNamed, bool IsLink);
}

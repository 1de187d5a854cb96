using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Sources;

/// <summary>Brings the sources of the settings into the database: once, or at every start when locked.</summary>
internal sealed class SourceSeeding(Database database, ConfiguredConnectors connectors, TimeProvider clock)
{
    private const int ShortestSecret = 16;

    /// <returns>What the settings say and the hub does not take from them, one sentence each.</returns>
    /// <exception cref="StartupRefusal">Everything wrong with the sources of the settings, in one message.</exception>
    public async Task<IReadOnlyList<Said>> SeedAsync(IConfigurationSection section, CancellationToken token)
    {
        var wanted = new List<Source>();
        var faults = new List<string>();
        await using var db = database.Open();
        var known = await db.Sources.ToDictionaryAsync(s => s.Name, StringComparer.OrdinalIgnoreCase, token);
        foreach (var source in section.GetChildren())
        {
            if (source.GetChildren().All(setting => setting.Key.Equals(nameof(SourceSetting.HookSecret), StringComparison.OrdinalIgnoreCase)) && known.TryGetValue(source.Key, out var own))
            {
                // Of a source that was made in the browser the file may say its secret alone.
                GiveSecret(own, source, faults);
                continue;
            }

            try
            {
                wanted.Add(TerminalLanguage.Speaking(() => Read(source)));
            }
            catch (StartupRefusal e)
            {
                faults.Add(e.Said.In(TerminalLanguage.Spoken));
            }
        }

        if (faults.Count > 0)
        {
            throw new StartupRefusal(Said.Quote(string.Join(Environment.NewLine, faults)));
        }

        var unused = new List<Said>();
        foreach (var source in wanted)
        {
            if (!known.TryGetValue(source.Name, out var present))
            {
                db.Sources.Add(source);
                db.SourceHealth.Add(new SourceHealth { Source = source.Name });
            }
            else if (source.Locked)
            {
                (present.Kind, present.Title, present.Cron, present.Options, present.Secrets) = (source.Kind, source.Title, source.Cron, source.Options, source.Secrets);
                present.HookSecret = source.HookSecret;
                present.Locked = true;
                present.Version++;
            }
            else
            {
                if (source.HookSecret is not null && PushSecretOf(present) != PushSecretOf(source))
                {
                    present.HookSecret = source.HookSecret;
                }

                if (!IsSame(present, source))
                {
                    unused.Add(Said.Of<StartTexts>("SourceSettingUnused", $"{section.Path}:{source.Name}"));
                }
            }
        }

        await db.SaveChangesAsync(token);
        return unused;
    }

    private void GiveSecret(Source source, IConfigurationSection section, List<string> faults)
    {
        if (section[nameof(SourceSetting.HookSecret)] is not { Length: >= ShortestSecret } secret)
        {
            faults.Add(Said.Of<StartTexts>("HookSecretShort", section.Path).In(TerminalLanguage.Spoken));
        }
        else if (PushSecretOf(source) != secret)
        {
            source.HookSecret = connectors.Seal(secret);
        }
    }

    private string? PushSecretOf(Source source)
    {
        try
        {
            return connectors.HookSecretOf(source);
        }
        catch (SourceUnusable)
        {
            return null;
        }
    }

    private bool IsSame(Source present, Source wanted)
    {
        try
        {
            return (present.Kind, present.Title, present.Cron) == (wanted.Kind, wanted.Title, wanted.Cron)
                && SourceSettings.Split(connectors.OptionsOf(present)) == SourceSettings.Split(connectors.OptionsOf(wanted));
        }
        catch (SourceUnusable)
        {
            return false;
        }
    }

    private Source Read(IConfigurationSection section)
    {
        var setting = new SourceSetting();
        section.Bind(setting);
        if (section.Key.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            throw new StartupRefusal(Said.Of<StartTexts>("SourceNameWrong", section.Path));
        }

        var kind = connectors.Catalog.Find(setting.Kind)
            ?? throw new StartupRefusal(Said.Of<StartTexts>("SourceKindUnknown", section.Path, setting.Kind, string.Join(", ", connectors.Catalog.Kinds.Select(k => k.Name))));
        if (setting.HookSecret is { Length: < ShortestSecret })
        {
            throw new StartupRefusal(Said.Of<StartTexts>("HookSecretShort", section.Path));
        }

        if (setting.ClosesUnseenAfter is < Unseen.FewestNights)
        {
            throw new StartupRefusal(Said.Of<StartTexts>("UnseenNightsFew", section.Path, Unseen.FewestNights));
        }

        var cron = setting.Cron ?? kind.Cron;
        if (cron is not null && CronFault(cron) is string fault)
        {
            throw new StartupRefusal(Said.Quote($"{section.Path}:Cron \"{cron}\": {fault}"));
        }

        var options = SourceSettings.Bind(kind, section.GetSection("Options"));
        if (SourceSettings.Faults(options) is { Count: > 0 } faults)
        {
            throw new StartupRefusal(Said.Quote(string.Join(Environment.NewLine, faults.Select(f => SettingFaults.Say(section.GetSection("Options"), kind.Options, new ValidationResult(f.Sentence, [f.Field]))))));
        }

        var (open, secret) = SourceSettings.Split(options);
        return new Source
        {
            Name = section.Key,
            Kind = kind.Name,
            Title = setting.Title ?? kind.Title,
            Cron = cron,
            Options = open,
            Secrets = connectors.Seal(secret),
            HookSecret = connectors.Seal(setting.HookSecret),
            Locked = setting.Locked,
            OldItems = setting.OldItems,
            ClosesUnseenAfter = setting.ClosesUnseenAfter,
            Version = 1,
            CreatedAt = clock.GetUtcNow(),
        };
    }

    /// <returns>What is wrong with a cron expression, or null.</returns>
    public static string? CronFault(string cron)
    {
        try
        {
            _ = new CronExpression(cron);
            return null;
        }
        catch (FormatException e)
        {
            return StartTexts.Say("CronWrong", e.Message);
        }
    }
}

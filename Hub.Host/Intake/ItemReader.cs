using Hub.Connectors;
using Hub.Connectors.Letters;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Mailing.Conversation;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Reads stored items as their source means them, with the letters in their files, and decides where they most likely go.</summary>
public sealed class ItemReader(Database database, ConfiguredConnectors connectors, LawInForce law, ByteStore bytes, PictureReader pictures, TimeProvider clock)
{
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(30);

    /// <summary>Before any transaction begins.</summary>
    internal async Task<IReadOnlyList<ReadItem>> ReadAsync(IReadOnlyList<WaitingItem> waiting, Source source, CancellationToken token)
    {
        var connector = connectors.Build(source);
        var system = connectors.KindOf(source).System;
        var items = new List<ReadItem>(waiting.Count);
        foreach (var (envelope, isFirst) in waiting)
        {
            token.ThrowIfCancellationRequested();
            var submission = await ReadAsync(connector, envelope, token);
            SpareMemory.MakeRoomForText(submission.Body.Length);
            items.Add(new ReadItem(envelope, submission, isFirst && MailThreads.BeginsTicket(submission) ? Foresee(RoutingQuestion.About(system, submission)) : null));
        }

        return items;
    }

    private ForeseenRoute Foresee(RoutingQuestion question) => new(question, law.Route(question));

    /// <summary>Reads within a bounded time, so that one monstrous item cannot hold its source up.</summary>
    private async Task<Submission> ReadAsync(IConnector connector, StoredEnvelope stored, CancellationToken token)
    {
        SpareMemory.MakeRoom(SpareMemory.WeightOf(stored.MediaType, stored.RawLength));
        var envelope = bytes.ItemOf(stored) ?? throw new InvalidDataException(nameof(KeyGone));
        var submission = await Task.Run(() => EnclosedLetter.AddTo(connector.Read(envelope), pictures), token).WaitAsync(LongestReading + pictures.Longest, clock, token);
        return MendedVersion.Is(stored.ItemVersion) ? await GuardAsOriginalAsync(connector, stored, submission, token) : submission;
    }

    /// <summary>Whoever mends an item may raise its protection and never lower it: what the original asks for holds, whom it accuses it goes past, and where nobody can read that it is unclear. Only the verifier lifts.</summary>
    private async Task<Submission> GuardAsOriginalAsync(IConnector connector, StoredEnvelope copy, Submission mended, CancellationToken token)
    {
        if (await OriginalAsync(connector, copy, token) is not { } original)
        {
            return mended with { Protection = mended.Protection ?? ProtectionGround.UnclearFlag };
        }

        var reporter = mended.Reporter with { Anonymous = mended.Reporter.Anonymous || original.Reporter.Anonymous, Secret = mended.Reporter.Secret || original.Reporter.Secret };
        return mended with { Reporter = reporter, Protection = mended.Protection ?? ProtectionReader.Of(original), AccusedVerifier = ProtectionReader.AccusesVerifier(original) };
    }

    /// <returns>What the item says that was mended; null when it is gone or cannot be read.</returns>
    private async Task<Submission?> OriginalAsync(IConnector connector, StoredEnvelope copy, CancellationToken token)
    {
        var id = MendedVersion.OriginalOf(copy.ItemVersion);
        await using var db = database.Open();
        if (await db.Envelopes.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id && e.Source == copy.Source, token) is not { } original)
        {
            return null;
        }

        try
        {
            return await ReadAsync(connector, original, token);
        }
        catch (Exception e) when (Trouble.Of(e) is var trouble && (trouble.ForGood || trouble.Code == original.CauseCode))
        {
            // What passes by itself, other than what set it aside, fails the copy, which is tried again.
            return null;
        }
    }
}

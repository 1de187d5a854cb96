using Hub.Host.Figures;
using Hub.Host.FollowUp;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Notices;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Work.Tickets;

namespace Hub.Tests.House;

/// <summary>What is sealed is opened in few places, each named here; pages, lists, exports and logs have none of them at hand.</summary>
public sealed class DoorTests
{
    /// <summary>The keys themselves. <see cref="KeysCopy"/> tries whether a copy of them is whole, and opens no words; <see cref="SealCheck"/> tries what they sealed, and keeps none.</summary>
    private static readonly Type[] HoldKeys = [typeof(KeysCopy), typeof(SealCheck), typeof(TicketSeal), typeof(ByteStore), typeof(ReporterSeal), typeof(ReporterVault), typeof(KeptForms), typeof(WaitingCommands), typeof(Erasure), typeof(OldWords), typeof(FoundationSetup)];

    /// <summary>True words without a reader: before the store, for what leaves through the gate, for reading an item again, and the door.</summary>
    private static readonly Type[] HoldTheSeal =
    [
        typeof(TicketDoor), typeof(TicketView), typeof(ItemNumbers), typeof(SubjectRequests), typeof(OldWords), typeof(PeopleSetup), typeof(Hub.Host.HubApp),
        typeof(TicketRoad), typeof(LeavingWords), typeof(TicketParts), typeof(AttachmentStore),
        typeof(NoticeComposer), typeof(OutboxWriter), typeof(ReplyDispatch), typeof(MailThreads),
        typeof(SourceDesk),
        typeof(TicketReading),
        // Tries what is sealed and keeps no word of it.
        typeof(SealCheck),
    ];

    /// <summary>Packed raw bytes: their store, and who writes what arrived.</summary>
    private static readonly Type[] HoldRawBytes = [typeof(ByteStore), typeof(Ledger), typeof(QuarantineDesk)];

    /// <summary>The bytes of items and files: who writes them, who reads an item, and those behind the door.</summary>
    private static readonly Type[] HoldTheBytes =
    [
        typeof(Ledger), typeof(ItemReader), typeof(Pipeline), typeof(SourceDesk), typeof(MailRound), typeof(AttachmentStore), typeof(AttachmentList), typeof(TicketParts), typeof(FileScan), typeof(TicketReading), typeof(OldWords), typeof(PeopleSetup),
    ];

    [Fact]
    public void Keys_are_held_by_few() => UsersOf(typeof(TicketKeys)).Except(HoldKeys).ShouldBeEmpty();

    [Fact]
    public void True_words_are_at_hand_only_where_nobody_reads() => UsersOf(typeof(TicketSeal)).Except(HoldTheSeal).ShouldBeEmpty("show a TicketView from the TicketDoor");

    [Fact]
    public void Bytes_are_at_hand_only_where_nobody_reads() => UsersOf(typeof(ByteStore)).Except(HoldTheBytes).ShouldBeEmpty();

    [Fact]
    public void Raw_bytes_are_unpacked_by_their_store_alone() => UsersOf(typeof(Packed)).Except(HoldRawBytes).ShouldBeEmpty();

    [Fact]
    public void Sealed_columns_are_read_by_the_seal_alone() =>
        Tree.Files("Hub.Host", "*.cs").Concat(Tree.Files("Hub.Host", "*.razor"))
            .Where(path => !path.StartsWith("Hub.Host/People/Privacy/", StringComparison.Ordinal) && !path.StartsWith("Hub.Host/Storage/", StringComparison.Ordinal))
            // A command that waits for a click is no part of a ticket yet; it is opened for whoever clicks.
            .Where(path => path != "Hub.Host/Mailing/Conversation/WaitingCommands.cs")
            .Where(path => Tree.Read(path).Contains(".Sealed", StringComparison.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<Type> UsersOf(Type held) =>
        DirectionTests.Host.GetTypes().Where(type => DirectionTests.Used(type).Contains(held)).Select(DirectionTests.Owner).Distinct().Where(type => type != held);
}

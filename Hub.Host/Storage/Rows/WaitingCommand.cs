using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Rows;

/// <summary>A command that came by mail and waits for a click of the person it is said to be from.</summary>
public sealed class WaitingCommand
{
    public long Id { get; set; }
    public required long TicketId { get; set; }

    /// <summary>In whose name.</summary>
    public required long Contact { get; set; }

    /// <summary>The words, sealed: they may show who wrote.</summary>
    public required string Sealed { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
}

internal sealed class WaitingCommandMapping : IEntityTypeConfiguration<WaitingCommand>
{
    public void Configure(EntityTypeBuilder<WaitingCommand> entity)
    {
        entity.ToTable("WaitingCommands");
        entity.HasOne<Ticket>().WithMany().HasForeignKey(c => c.TicketId).OnDelete(DeleteBehavior.Cascade);
    }
}

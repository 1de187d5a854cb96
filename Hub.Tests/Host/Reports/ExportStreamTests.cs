using System.Diagnostics;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Reports;

/// <summary>An export leaves while it is read: rows kept until the last one was read would grow with the number of tickets.</summary>
public sealed class ExportStreamTests : IAsyncLifetime
{
    private const int Tickets = 3_000;

    private readonly Watch watch = new();
    private readonly IDisposable listening;
    private RoomsFixture rooms = null!;

    public ExportStreamTests() => listening = DiagnosticListener.AllListeners.Subscribe(watch);

    public async ValueTask InitializeAsync()
    {
        rooms = new RoomsFixture { Configure = builder => builder.Services.AddSingleton<IStartupFilter>(new Between(watch)) };
        await rooms.InitializeAsync();
        await using (var db = rooms.Database.Open())
        {
            watch.Store = db.Database.GetConnectionString();
        }

        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), RoomsFixture.Now).AddAsync(Tickets, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_first_rows_are_on_their_way_before_the_last_are_read()
    {
        using var client = rooms.Client();
        foreach (var format in (string[])["csv", "xlsx"])
        {
            watch.Begin();

            var answer = await client.GetByteArrayAsync($"/tickets/export.{format}?status=All", TestContext.Current.CancellationToken);

            answer.Length.ShouldBeGreaterThan(50_000);
            watch.SawTheEnd.ShouldBeTrue(format);
            watch.WritesWhileReading.ShouldBeGreaterThan(2, $"{format}: several portions leave while the store is still being read");
            watch.LargestWrite.ShouldBeLessThan(200_000, $"{format}: no portion grows with the number of rows");
        }
    }

    public async ValueTask DisposeAsync()
    {
        listening.Dispose();
        await rooms.DisposeAsync();
    }

    /// <summary>Knows whether the big query is still being read, by what EF Core tells about its readers, and counts what leaves meanwhile. EF Core tells it of every store in the process.</summary>
    private sealed class Watch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        private volatile bool over;
        private int writes;

        public bool SawTheEnd => over;

        public int WritesWhileReading => writes;

        public int LargestWrite { get; private set; }

        /// <summary>The connection string of the store that is watched.</summary>
        public string? Store { get; set; }

        public void Begin() => (over, writes, LargestWrite) = (false, 0, 0);

        public void Wrote(int bytes)
        {
            LargestWrite = Math.Max(LargestWrite, bytes);
            writes += over ? 0 : 1;
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.DataReaderDisposing.Name && value.Value is DataReaderDisposingEventData { ReadCount: > Tickets / 2 } ended
                && ended.Context?.Database.GetConnectionString() == Store)
            {
                over = true;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    /// <summary>Stands between the export and the wire.</summary>
    private sealed class Between(Watch watch) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, go) =>
            {
                if (context.Request.Path.StartsWithSegments("/tickets", StringComparison.Ordinal))
                {
                    var wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
                    context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new Counting(wire.Stream, watch), wire));
                }

                await go(context);
            });
            next(app);
        };
    }

    private sealed class Counting(Stream wire, Watch watch) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => wire.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => wire.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            watch.Wrote(count);
            wire.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            watch.Wrote(buffer.Length);
            return wire.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
